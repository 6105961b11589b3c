import type { DocumentKind } from './document-kind';

/** The load balancer of the Kubernetes API on each machine. */
export const kubePrismConfig: DocumentKind = {
  kind: 'KubePrismConfig',
  since: 'v1.14',
  replaces: ['machine.features.kubePrism'],
};
