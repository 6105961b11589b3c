import { pinnedVersion } from '../data/support';
import { valueAt } from '../values/path';
import type { Answers } from './questions';
import { isEncrypted } from './secrets-in-git';

/**
 * Programs of a project with their versions, as mise takes them: those of the cluster fit the versions that it runs.
 *
 * @param spec the cluster file as data
 */
export function projectTools(spec: unknown, answers: Answers): string {
  const tools: readonly (readonly [name: string, version: string])[] = [
    ['node', pinnedVersion('node')],
    ['opentofu', pinnedVersion('opentofu')],
    ['talosctl', String(valueAt(spec, ['talos', 'version']))],
    ['kubectl', String(valueAt(spec, ['kubernetes', 'version']))],
    ...(isEncrypted(answers)
      ? ([
          ['age', pinnedVersion('age')],
          ['sops', pinnedVersion('sops')],
        ] as const)
      : []),
  ];
  return tools.map(([name, version]) => `${name} = "${version.replace(/^v/, '')}"`).join('\n');
}
