import { filePath, someText } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import type { SecretSpec, SopsSecretSpec } from './secret-settings';

const sopsSecret = shapeOf<SopsSecretSpec>('SopsSecretSpec')({ file: filePath, key: someText.optional() });

/** Form of `SecretSpec`. */
export const secretShape = shapeOf<SecretSpec>('SecretSpec')({ sops: sopsSecret.optional() });
