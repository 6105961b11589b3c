import type { DocumentKind } from './document-kind';

/** Identity of a cluster among others, which the stack makes. */
export const discoveryIdentityConfig: DocumentKind = {
  kind: 'DiscoveryIdentityConfig',
  since: 'v1.14',
  replaces: ['cluster.id', 'cluster.secret'],
  ofStack: ['clusterID', 'clusterSecret'],
};
