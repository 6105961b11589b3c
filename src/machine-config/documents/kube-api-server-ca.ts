import type { DocumentKind } from './document-kind';

/** Authorities of the Kubernetes API; the stack makes the one that issues. */
export const kubeApiServerCaConfig: DocumentKind = {
  kind: 'KubeAPIServerCAConfig',
  since: 'v1.14',
  replaces: ['cluster.ca'],
  ofStack: ['issuingCA'],
  secrets: ['issuingCA.key'],
};
