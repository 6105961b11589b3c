import * as z from 'zod';
import type { SecretReference } from '../values/secret-settings';
import { secretForm, writeSecretName } from './secret-texts';
import { textThat } from './scalars';
import { isDnsLabel } from '../values/dns-name';
import { type Form, interfaceNames } from './shape';

/** Name of a secret of the file. */
export const secretName = textThat(writeSecretName(), isDnsLabel);

/** A secret, which is named and never written out. */
export const secretReference = z
  .strictObject({ secret: secretName }, { error: ({ code }) => (code === 'invalid_type' ? secretForm() : undefined) })
  .register(interfaceNames, { name: 'SecretReference' }) as unknown as Form<SecretReference>;

/**
 * A value that may be a secret.
 *
 * @param form of the value if it is none
 */
export function secretChoice<T>(form: Form<T>): Form<T | SecretReference> {
  return z.union([form, secretReference]);
}
