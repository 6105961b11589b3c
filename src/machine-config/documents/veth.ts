import type { DocumentKind } from './document-kind';

/** Two virtual interfaces that are connected with each other. */
export const vethConfig: DocumentKind = {
  kind: 'VethConfig',
  since: 'v1.14',
  describesLink: true,
};
