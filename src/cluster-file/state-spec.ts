import { z } from 'zod';
import { someText, url, wholeNumber } from '../forms/scalars';
import { MAX_ITERATIONS, MIN_ITERATIONS } from '../values/pbkdf2';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const s3 = strictObject({
  /** Name of the bucket. */
  bucket: someText,
  /**
   * Name of the state in the bucket.
   * @default - the name of the cluster with .tfstate
   */
  key: someText.optional(),
  /**
   * Region of the bucket. A bucket of AWS needs it.
   * @default - auto with an endpoint
   */
  region: someText.optional(),
  /**
   * URL of the store.
   * @default - that of AWS
   */
  endpoint: url('https://s3.example.com', 'https', 'http').optional(),
  /**
   * Put the bucket into the path of the URL, not before its host.
   * @default - true with an endpoint
   */
  usePathStyle: z.boolean().optional(),
  /**
   * Lock the state with a file beside it.
   * @default true
   */
  useLockfile: z.boolean().optional(),
  /**
   * Leave out the checks that only AWS answers.
   * @default - true with an endpoint
   */
  skipAwsChecks: z.boolean().optional(),
});

const http = strictObject({
  /** URL that the state is read from and written to. */
  address: url('https://state.example.com/home', 'https', 'http'),
  /**
   * URL that locks the state.
   * @default - no lock
   */
  lockAddress: url('https://state.example.com/home/lock', 'https', 'http').optional(),
  /**
   * URL that unlocks the state.
   * @default - lockAddress
   */
  unlockAddress: url('https://state.example.com/home/lock', 'https', 'http').optional(),
  /**
   * Method that writes the state.
   * @default POST
   */
  updateMethod: z.enum(['POST', 'PUT']).optional(),
  /**
   * Method that locks the state.
   * @default LOCK
   */
  lockMethod: z.enum(['LOCK', 'POST', 'PUT']).optional(),
  /**
   * Method that unlocks the state.
   * @default UNLOCK
   */
  unlockMethod: z.enum(['UNLOCK', 'DELETE', 'POST', 'PUT']).optional(),
  /**
   * Shortest wait between two tries.
   * @default 1
   */
  retryWaitMinSeconds: wholeNumber(0, 3600).optional(),
});

const s3Choice = strictObject({
  /** A bucket of S3 or of a compatible store. The keys come from the environment: `AWS_ACCESS_KEY_ID` and so on. */
  s3,
});

const httpChoice = strictObject({
  /** A server that speaks HTTP. User and password come from `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`. */
  http,
});

const state = strictObject({
  /**
   * Where the state is kept: `local` in the project, as `state/<name>.tfstate`, in an S3 bucket, or on an HTTP server.
   * @default local
   */
  backend: z.union([z.literal('local'), s3Choice, httpChoice]).optional(),
  /**
   * Encryption of state and plans with the passphrase in the variable `state_passphrase`. `migrate` also reads a state
   * that is not encrypted yet; switch to `on` after one apply.
   * @default off
   */
  encryption: z.enum(['off', 'on', 'migrate']).optional(),
  /**
   * Rounds of PBKDF2 that turn the passphrase into a key. More rounds make a stolen state slower to guess and every
   * command slower too: 600000 take about a second per command, 200000 a third of it. It can be changed at any time; the
   * next apply writes the state with the new number.
   * @default - 600000, the default of OpenTofu
   */
  encryptionIterations: wholeNumber(MIN_ITERATIONS, MAX_ITERATIONS).optional(),
});

/** Schema of the section `state`. */
export interface StateSpecSchema extends StateObject, NamedSchema {}
type StateObject = typeof state;

/** Where OpenTofu keeps the state, and whether it is encrypted. It holds all secrets of the cluster. */
export const stateSpec: StateSpecSchema = state;

/** Where OpenTofu keeps the state, and whether it is encrypted. It holds all secrets of the cluster. */
export type StateSpec = DeepReadonly<z.input<typeof stateSpec>>;
