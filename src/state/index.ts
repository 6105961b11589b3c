export type {
  HttpStateChoice,
  HttpStateSettings,
  S3StateChoice,
  S3StateSettings,
  StateEncryptionSettings,
  StateSettings,
} from './settings';
