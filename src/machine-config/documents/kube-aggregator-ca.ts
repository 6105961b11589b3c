import type { DocumentKind } from './document-kind';

/** Authorities of extensions of the API; the stack makes the one that issues. */
export const kubeAggregatorCaConfig: DocumentKind = {
  kind: 'KubeAggregatorCAConfig',
  since: 'v1.14',
  replaces: ['cluster.aggregatorCA'],
  ofStack: ['issuingCA'],
  secrets: ['issuingCA.key'],
};
