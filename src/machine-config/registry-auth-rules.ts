import type { Path } from '../values/path';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { credentialsAmbiguous, credentialsSayNothing, passwordWithoutName } from './machine-faults';
import type { JudgedMachine } from './judged-machine';

/** Which credentials of one registry are there; of some it may not be known what they are. */
interface RegistryCredentials {
  readonly place: Path;
  readonly keys: readonly string[];
}

const KEYS = ['username', 'password', 'auth', 'identityToken'] as const;

/** Conditions of the credentials of registries. */
export const REGISTRY_AUTH_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, RegistryCredentials>(
    ({ settings, isUncertain }) =>
      Object.entries(settings.registries?.auth ?? {}).map(([host, credentials = {}]) => {
        const place = ['registries', 'auth', host];
        return {
          place,
          keys: KEYS.filter((key) => credentials[key] !== undefined || isUncertain(...place, key)),
        };
      }),
    [
      {
        at: ({ place }) => place,
        condition: ({ keys }) => keys.length > 0,
        message: credentialsSayNothing,
      },
      {
        at: ({ place }) => place,
        condition: ({ keys }) => kindsIn(keys) < 2,
        message: credentialsAmbiguous,
      },
      {
        at: ({ place }) => place,
        condition: ({ keys }) => keys.includes('username') === keys.includes('password'),
        message: passwordWithoutName,
      },
    ],
  ),
];

/** A machine takes the first kind that it finds, and leaves the others. */
function kindsIn(keys: readonly string[]): number {
  const withName = keys.includes('username') || keys.includes('password');
  return Number(withName) + Number(keys.includes('auth')) + Number(keys.includes('identityToken'));
}
