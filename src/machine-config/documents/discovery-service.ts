import type { DocumentKind } from './document-kind';

/** The service by which machines find each other. */
export const discoveryServiceConfig: DocumentKind = {
  kind: 'DiscoveryServiceConfig',
  since: 'v1.14',
  replaces: ['cluster.discovery'],
};
