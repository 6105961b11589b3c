export type {
  GiteaRepositoryChoice,
  GiteaRepositorySettings,
  GitRepositorySettings,
  HttpsRepositoryChoice,
  HttpsRepositorySettings,
  SshRepositoryChoice,
  SshRepositorySettings,
} from './settings';
