import * as z from 'zod';
import { dnsLabel, labelKey, labelText, someText, textOf, textThat, url, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { MAX_ITERATIONS, MIN_ITERATIONS } from '../values/pbkdf2';
import {
  writeCertificates,
  writeCredentialVersion,
  writeDatabaseName,
  writeKubeconfigPath,
  writeSchemaName,
  writeSecretSuffix,
} from './form-texts';
import type {
  HttpStateChoice,
  HttpStateSettings,
  KubernetesCredentialPlugin,
  KubernetesStateChoice,
  KubernetesStateSettings,
  PgStateChoice,
  PgStateSettings,
  S3StateChoice,
  S3StateSettings,
  StateEncryptionSettings,
  StateSettings,
} from './settings';

/** A suffix is part of the name of a secret and of a lease, and the value of a label. */
const SECRET_SUFFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const encryptionForms = formsOf<StateEncryptionSettings>()({
  encryptionIterations: wholeNumber(MIN_ITERATIONS, MAX_ITERATIONS).optional(),
});

/** Form of `StateEncryptionSettings`. */
export const stateEncryptionShape = shapeOf<StateEncryptionSettings>('StateEncryptionSettings')(encryptionForms);

/** Form of `S3StateSettings`. */
export const s3StateShape = shapeOf<S3StateSettings>('S3StateSettings')({
  bucket: someText,
  key: someText.optional(),
  region: someText.optional(),
  endpoint: url('https://s3.example.com', 'https', 'http').optional(),
  usePathStyle: z.boolean().optional(),
  useLockfile: z.boolean().optional(),
  skipAwsChecks: z.boolean().optional(),
});

/** Form of `HttpStateSettings`. */
export const httpStateShape = shapeOf<HttpStateSettings>('HttpStateSettings')({
  address: url('https://state.example.com/home', 'https', 'http'),
  lockAddress: url('https://state.example.com/home/lock', 'https', 'http').optional(),
  unlockAddress: url('https://state.example.com/home/lock', 'https', 'http').optional(),
  updateMethod: z.enum(['POST', 'PUT']).optional(),
  lockMethod: z.enum(['LOCK', 'POST', 'PUT']).optional(),
  unlockMethod: z.enum(['UNLOCK', 'DELETE', 'POST', 'PUT']).optional(),
  retryWaitMinSeconds: wholeNumber(0, 3600).optional(),
});

/** PostgreSQL cuts longer names off, and would take two for one. */
const MAX_NAME_BYTES = 63;

const databaseName = textThat(writeDatabaseName(), isDatabaseName);

/** Form of `PgStateSettings`. */
export const pgStateShape = shapeOf<PgStateSettings>('PgStateSettings')({
  address: url('postgres://db.example.com/tofu?sslmode=verify-full', 'postgres', 'postgresql').optional(),
  schemaName: textThat(writeSchemaName(), (text) => isDatabaseName(text) && !text.startsWith('pg_')).optional(),
  tableName: databaseName.optional(),
  indexName: databaseName.optional(),
  skipSchemaCreation: z.boolean().optional(),
  skipTableCreation: z.boolean().optional(),
  skipIndexCreation: z.boolean().optional(),
});

const credentialPlugin = shapeOf<KubernetesCredentialPlugin>('KubernetesCredentialPlugin')({
  apiVersion: textOf(writeCredentialVersion(), /^client\.authentication\.k8s\.io\/v1(?:beta1)?$/),
  command: someText,
  args: z.array(z.string()).optional(),
});

/** Form of `KubernetesStateSettings`. */
export const kubernetesStateShape = shapeOf<KubernetesStateSettings>('KubernetesStateSettings')({
  secretSuffix: textOf(writeSecretSuffix(), SECRET_SUFFIX).optional(),
  namespace: dnsLabel.optional(),
  labels: z.record(labelKey, labelText).optional(),
  configPath: textOf(writeKubeconfigPath(), /^(?:\/|~\/)\S+$/).optional(),
  configContext: someText.optional(),
  configContextAuthInfo: someText.optional(),
  configContextCluster: someText.optional(),
  endpoint: url('https://192.168.1.10:6443', 'https', 'http').optional(),
  clusterCaCertificate: textOf(
    writeCertificates(),
    /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/,
  ).optional(),
  insecure: z.boolean().optional(),
  inClusterConfig: z.boolean().optional(),
  exec: credentialPlugin.optional(),
});

const s3Choice = shapeOf<S3StateChoice>('S3StateChoice')({
  s3: s3StateShape,
});

const httpChoice = shapeOf<HttpStateChoice>('HttpStateChoice')({
  http: httpStateShape,
});

const pgChoice = shapeOf<PgStateChoice>('PgStateChoice')({
  pg: pgStateShape,
});

const kubernetesChoice = shapeOf<KubernetesStateChoice>('KubernetesStateChoice')({
  kubernetes: kubernetesStateShape,
});

/** Form of `StateSettings`. */
export const stateShape = shapeOf<StateSettings>('StateSettings')({
  backend: z.union([z.literal('local'), s3Choice, httpChoice, pgChoice, kubernetesChoice]).optional(),
  encryption: z.enum(['off', 'on', 'migrate']).optional(),
  lockTimeoutSeconds: wholeNumber(0, 86_400).optional(),
  ...encryptionForms,
});

function isDatabaseName(text: string): boolean {
  return /^\S+$/.test(text) && !text.includes('"') && Buffer.byteLength(text) <= MAX_NAME_BYTES;
}
