import { DOCUMENT_KINDS } from '../documents/document-kinds';
import type { SecretFields } from '../documents/document-kind';

/** Places of secrets in the main document: its own, and those that have documents of their own by now. */
export const MAIN_SECRET_FIELDS: Required<SecretFields> = {
  secrets: [
    ...DOCUMENT_KINDS.flatMap(({ legacySecrets = [] }) => legacySecrets),
    'machine.network.interfaces.*.vip.equinixMetal.apiToken',
    'machine.network.interfaces.*.vlans.*.vip.equinixMetal.apiToken',
  ],
  variables: ['machine.env.*'],
  contents: ['machine.files.*.content', 'cluster.inlineManifests.*.contents', 'cluster.extraManifestHeaders.*'],
};

/** Secrets of the stack, which it makes once and hands to every machine. */
export const SECRETS_OF_THE_STACK = [
  'machine.token',
  'machine.ca',
  'cluster.token',
  'cluster.secret',
  'cluster.aescbcEncryptionSecret',
  'cluster.secretboxEncryptionSecret',
  'cluster.ca',
  'cluster.aggregatorCA',
  'cluster.serviceAccount',
  'cluster.etcd.ca',
] as const;

/** Place of the type of a machine. */
export const MACHINE_TYPE_FIELD = 'machine.type';

/** Fields that come from settings which are checked, and where the cluster file has them. */
export const SETTING_FIELDS: readonly (readonly [field: string, setting: string])[] = [
  ['machine.install.image', 'talos.version and talos.schematic'],
  ['machine.kubelet.image', 'kubernetes.version'],
  ['cluster.apiServer.image', 'kubernetes.version'],
  ['cluster.controllerManager.image', 'kubernetes.version'],
  ['cluster.scheduler.image', 'kubernetes.version'],
  ['cluster.proxy.image', 'kubernetes.version'],
  ['cluster.controlPlane.endpoint', 'network.endpoint'],
  ['cluster.network.cni.name', 'kubernetes.cni'],
  ['cluster.network.cni.urls', 'kubernetes.cni and kubernetes.extraManifests'],
  ['cluster.network.dnsDomain', 'kubernetes.dnsDomain'],
  ['cluster.network.podSubnets', 'kubernetes.podSubnets'],
  ['cluster.network.serviceSubnets', 'kubernetes.serviceSubnets'],
];
