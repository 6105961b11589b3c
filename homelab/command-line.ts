import { userCache } from '../src/app/user-cache';
import { tell } from '../src/cli/output';
import { packageVersion, repositoryUrl } from '../src/process/package-file';
import { requireLinux } from './block';
import { findKit } from './kit/find-kit';
import { kitTools } from './kit/kit-tools';
import type { HomelabTools } from './try/try-cluster';

export { madeUpEnvironment } from './try/made-up-environment';
export { tryCluster } from './try/try-cluster';

/** @throws where no homelab can run */
export function requireHomelab(): void {
  requireLinux();
}

/**
 * The programs of the homelab of this package.
 *
 * @param given archive or directory; without one it is looked for
 * @throws if there is none, with the ways to one
 */
export function readyTools(given: string | undefined): HomelabTools {
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const places = {
    cacheDirectory: userCache(),
    workingDirectory: process.cwd(),
    repository: repositoryUrl(),
    report: tell,
  };
  return kitTools(findKit({ ...places, version: packageVersion(), platform, given }));
}
