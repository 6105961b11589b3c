import type { DocumentKind } from './document-kind';

/** Several links that act as one. */
export const bondConfig: DocumentKind = {
  kind: 'BondConfig',
  since: 'v1.12',
  describesLink: true,
};
