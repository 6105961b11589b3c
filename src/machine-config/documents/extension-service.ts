import type { DocumentKind } from './document-kind';

/** Settings of a service that a system extension brings. */
export const extensionServiceConfig: DocumentKind = {
  kind: 'ExtensionServiceConfig',
  since: 'v1.9',
  variables: ['environment.*'],
  contents: ['configFiles.*.content'],
};
