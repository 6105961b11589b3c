import type { DocumentKind } from './document-kind';

/** Links with a routing table of their own. */
export const vrfConfig: DocumentKind = {
  kind: 'VRFConfig',
  since: 'v1.13',
  describesLink: true,
};
