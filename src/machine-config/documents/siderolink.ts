import type { DocumentKind } from './document-kind';

/** Connection to a SideroLink server, such as Omni. */
export const siderolinkConfig: DocumentKind = {
  kind: 'SideroLinkConfig',
  since: 'v1.9',
  secrets: ['uniqueToken'],
};
