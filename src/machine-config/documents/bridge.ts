import type { DocumentKind } from './document-kind';

/** A switch of links inside the machine. */
export const bridgeConfig: DocumentKind = {
  kind: 'BridgeConfig',
  since: 'v1.12',
  describesLink: true,
};
