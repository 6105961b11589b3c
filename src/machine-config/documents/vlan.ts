import type { DocumentKind } from './document-kind';

/** A link inside another one, identified by a tag. */
export const vlanConfig: DocumentKind = {
  kind: 'VLANConfig',
  since: 'v1.12',
  describesLink: true,
};
