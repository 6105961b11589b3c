import type { DocumentKind } from './document-kind';

/** A link that leads nowhere. */
export const dummyLinkConfig: DocumentKind = {
  kind: 'DummyLinkConfig',
  since: 'v1.12',
  describesLink: true,
};
