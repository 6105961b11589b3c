import type { DocumentKind } from './document-kind';

/** Key of service accounts, which the stack makes. */
export const kubeServiceAccountConfig: DocumentKind = {
  kind: 'KubeServiceAccountConfig',
  since: 'v1.14',
  replaces: ['cluster.serviceAccount'],
  ofStack: ['issuer.privateKey'],
  secrets: ['issuer.privateKey'],
};
