import type { DocumentKind } from './document-kind';

/** Encryption of secrets in etcd, with a key that the stack makes. */
export const kubeEtcdEncryptionConfig: DocumentKind = {
  kind: 'KubeEtcdEncryptionConfig',
  since: 'v1.14',
  replaces: ['cluster.aescbcEncryptionSecret', 'cluster.secretboxEncryptionSecret'],
  ofStack: ['config'],
};
