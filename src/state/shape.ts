import * as z from 'zod';
import { someText, url, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { MAX_ITERATIONS, MIN_ITERATIONS } from '../values/pbkdf2';
import type {
  HttpStateChoice,
  HttpStateSettings,
  S3StateChoice,
  S3StateSettings,
  StateEncryptionSettings,
  StateSettings,
} from './settings';

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

const s3Choice = shapeOf<S3StateChoice>('S3StateChoice')({
  s3: s3StateShape,
});

const httpChoice = shapeOf<HttpStateChoice>('HttpStateChoice')({
  http: httpStateShape,
});

/** Form of `StateSettings`. */
export const stateShape = shapeOf<StateSettings>('StateSettings')({
  backend: z.union([z.literal('local'), s3Choice, httpChoice]).optional(),
  encryption: z.enum(['off', 'on', 'migrate']).optional(),
  ...encryptionForms,
});
