import type { KnownSettings, SettingRule } from '../values/setting-rule';
import {
  iterationsWithoutEncryption,
  lockAddressMissing,
  regionMissing,
  stateMigrates,
  stateNotEncrypted,
} from './faults';
import type { HttpStateSettings, S3StateSettings, StateSettings } from './settings';

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
