import type { KnownSettings, SettingRule } from '../values/setting-rule';
import {
  authorityNotChecked,
  iterationsWithoutEncryption,
  kubeconfigInPod,
  lockAddressMissing,
  passwordInAddress,
  regionMissing,
  stateMigrates,
  stateNotEncrypted,
} from './faults';
import type {
  HttpStateSettings,
  KubernetesStateSettings,
  PgStateSettings,
  S3StateSettings,
  StateSettings,
} from './settings';

/** Conditions of a bucket. */
export const S3_STATE_RULES: readonly SettingRule<S3StateSettings>[] = [
  {
    at: () => ['region'],
    condition: (known) => isGiven(known, 'region') || isGiven(known, 'endpoint'),
    message: regionMissing,
  },
];

/** Settings that mean nothing without a lock. */
const LOCK_SETTINGS = ['unlockAddress', 'lockMethod', 'unlockMethod'] as const;

/** Conditions of a server. */
export const HTTP_STATE_RULES: readonly SettingRule<HttpStateSettings>[] = [
  {
    at: () => ['lockAddress'],
    condition: (known) =>
      isGiven(known, 'lockAddress') || LOCK_SETTINGS.every((key) => known.settings[key] === undefined),
    message: lockAddressMissing,
  },
];

/** Words of the query of a connection string that are secrets, as the driver of OpenTofu reads them. */
const SECRET_WORDS = /[?&](password|sslpassword)=/i;

/** Conditions of a database. */
export const PG_STATE_RULES: readonly SettingRule<PgStateSettings>[] = [
  {
    at: () => ['address'],
    condition: ({ settings }) => !SECRET_WORDS.test(settings.address ?? ''),
    message: ({ settings }) => passwordInAddress(SECRET_WORDS.exec(settings.address ?? '')?.[1] ?? ''),
  },
];

/** Settings of a kubeconfig, which a pod does not read. */
const KUBECONFIG_SETTINGS = [
  'configPath',
  'configContext',
  'configContextAuthInfo',
  'configContextCluster',
  'exec',
] as const;

/** Conditions of a secret in Kubernetes. */
export const KUBERNETES_STATE_RULES: readonly SettingRule<KubernetesStateSettings>[] = [
  ...KUBECONFIG_SETTINGS.map((key): SettingRule<KubernetesStateSettings> => ({
    at: () => [key],
    condition: ({ settings }) => settings.inClusterConfig !== true || settings[key] === undefined,
    message: () => kubeconfigInPod(key),
  })),
  {
    at: () => ['clusterCaCertificate'],
    condition: ({ settings }) => settings.insecure !== true || settings.clusterCaCertificate === undefined,
    message: authorityNotChecked,
  },
];

/** Conditions of the encryption. */
export const ENCRYPTION_RULES: readonly SettingRule<StateSettings>[] = [
  {
    at: () => ['encryption'],
    severity: 'warning',
    condition: (known) => encryptionOf(known) !== 'off',
    message: stateNotEncrypted,
  },
  {
    at: () => ['encryption'],
    severity: 'warning',
    condition: (known) => encryptionOf(known) !== 'migrate',
    message: stateMigrates,
  },
  {
    at: () => ['encryptionIterations'],
    condition: (known) => known.settings.encryptionIterations === undefined || encryptionOf(known) !== 'off',
    message: ({ settings }) => iterationsWithoutEncryption(settings.encryptionIterations ?? 0),
  },
];

/** If a setting is there, or may be. */
function isGiven<T>({ settings, isUncertain }: KnownSettings<T>, key: keyof T & string): boolean {
  return settings[key as unknown as keyof typeof settings] !== undefined || isUncertain(key);
}

/** The encryption, if that is known. */
function encryptionOf({ settings, isUncertain }: KnownSettings<StateSettings>): StateSettings['encryption'] {
  return isUncertain('encryption') ? undefined : (settings.encryption ?? 'off');
}
