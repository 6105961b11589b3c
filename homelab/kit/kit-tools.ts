import { writeFileSync } from 'node:fs';
import { PrivateFile } from '../../src/process/private-file';
import type { HomelabTools } from '../try/try-cluster';
import type { HomelabKit } from './kit';

/** The programs of a ready homelab, with an environment that takes providers from there and from nowhere else. */
export function kitTools(kit: HomelabKit): HomelabTools {
  const configuration = new PrivateFile('homelab-', 'cli.tfrc');
  const mirror = `filesystem_mirror {\n    path = ${JSON.stringify(kit.mirror)}\n  }`;
  writeFileSync(configuration.path, `provider_installation {\n  ${mirror}\n}\n`);
  const kept = Object.entries(process.env).filter(([name]) => !/^(TF|TOFU)_/.test(name));
  const env = {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: configuration.path,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
  };
  return {
    toolchain: { tofu: kit.program('tofu'), simulator: kit.program('simulator'), env, prereleases: new Map() },
    programs: {
      apiserver: kit.program('kube-apiserver'),
      etcd: kit.program('etcd'),
      olderJudge: kit.program('judge'),
    },
    data: kit.data,
  };
}
