import * as z from 'zod';
import { writeSomeItems } from '../forms/form-texts';
import { url, wholeNumber } from '../forms/scalars';
import { secretReference } from '../forms/secrets';
import { shapeOf } from '../forms/shape';
import type { SecretReference } from '../values/secret-settings';
import type { EncryptionKey, KmsKey, TpmKey, VolumeEncryption } from './settings/encryption';

const tpmKey = shapeOf<TpmKey>('TpmKey')({
  pcrs: z.array(wholeNumber(0, 23)).optional(),
  checkSecurebootStatusOnEnroll: z.boolean().optional(),
});

const kmsKey = shapeOf<KmsKey>('KmsKey')({ endpoint: url('https://kms.example.com:4443', 'https', 'grpc') });

const encryptionKey = shapeOf<EncryptionKey<SecretReference>>('EncryptionKey')({
  slot: wholeNumber(0, 31),
  nodeId: z.boolean().optional(),
  tpm: tpmKey.optional(),
  static: secretReference.optional(),
  kms: kmsKey.optional(),
  lockToState: z.boolean().optional(),
});

/** Form of `VolumeEncryption`. */
export const volumeEncryption = shapeOf<VolumeEncryption<SecretReference>>('VolumeEncryption')({
  keys: z.array(encryptionKey).min(1, { error: writeSomeItems() }),
  cipher: z.enum(['aes-xts-plain64', 'xchacha12,aes-adiantum-plain64', 'xchacha20,aes-adiantum-plain64']).optional(),
  keySizeBits: wholeNumber(256, 512).optional(),
  blockSizeBytes: wholeNumber(512, 4096).optional(),
  options: z.array(z.enum(['no_read_workqueue', 'no_write_workqueue', 'same_cpu_crypt'])).optional(),
  allowDiscards: z.boolean().optional(),
});
