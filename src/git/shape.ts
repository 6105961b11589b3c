import * as z from 'zod';
import { hostWithPort, someText, textOf, textThat, url, writtenText } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { isPlainUrl } from '../values/url';
import { writeGiteaUrl, writeOwnerAlone, writeRepositoryAlone, writeRepositoryUrl } from './faults';
import type {
  GiteaRepositoryChoice,
  GiteaRepositorySettings,
  HttpsRepositoryChoice,
  HttpsRepositorySettings,
  SshRepositoryChoice,
  SshRepositorySettings,
} from './settings';

/** URL of a repository of Git, without password. */
function repositoryUrl(scheme: string, example: string): z.ZodString {
  return textThat(
    writeRepositoryUrl(scheme, example),
    (text) => isPlainUrl(text, [scheme]) && /^[a-z]+:\/\/[^/]+\/[^/]/i.test(text),
  );
}

/** Where Gitea shows its pages; its provider puts the path of the API behind it. */
function giteaUrl(): z.ZodString {
  const isApi = (text: string): boolean => /\/api\/v1\/?$/.test(text);
  return url('https://gitea.example.com', 'https', 'http').refine((text) => !isApi(text), { error: writeGiteaUrl() });
}

/** Owner or name of a repository in its URL. */
const GIT_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** User or organisation that owns a repository. */
const gitOwner = textOf((refused) => writeOwnerAlone(writtenText(refused)), GIT_NAME);

/** Name of a repository, without its owner and without `.git`. */
const gitRepository = textOf(
  (refused) => writeRepositoryAlone(writtenText(refused)),
  /^(?!.*\.git$)[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
);

const giteaForms = formsOf<GiteaRepositorySettings>()({
  url: giteaUrl(),
  owner: gitOwner,
  repository: gitRepository,
  sshHost: hostWithPort.optional(),
});

/** Form of a repository in Gitea of which the URL of Gitea is not asked. */
export const giteaDeployKeyShape = shapeOf<Omit<GiteaRepositorySettings, 'url'>>('GiteaRepositorySettings')({
  owner: giteaForms.owner,
  repository: giteaForms.repository,
  sshHost: giteaForms.sshHost,
});

/** Form of `SshRepositorySettings`. */
export const sshRepositoryShape = shapeOf<SshRepositorySettings>('SshRepositorySettings')({
  url: repositoryUrl('ssh', 'ssh://git@github.com/owner/name.git'),
});

/** Form of `HttpsRepositorySettings`. */
export const httpsRepositoryShape = shapeOf<HttpsRepositorySettings>('HttpsRepositorySettings')({
  url: repositoryUrl('https', 'https://github.com/owner/name.git'),
  username: someText.optional(),
});

const giteaShape = shapeOf<GiteaRepositorySettings>('GiteaRepositorySettings')(giteaForms);
const giteaChoice = shapeOf<GiteaRepositoryChoice>('GiteaRepositoryChoice')({ gitea: giteaShape });
const sshChoice = shapeOf<SshRepositoryChoice>('SshRepositoryChoice')({ ssh: sshRepositoryShape });
const httpsChoice = shapeOf<HttpsRepositoryChoice>('HttpsRepositoryChoice')({ https: httpsRepositoryShape });

/** Form of `GitRepositorySettings`. */
export const gitRepositoryShape = z.union([giteaChoice, sshChoice, httpsChoice]);
