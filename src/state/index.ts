export type {
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
