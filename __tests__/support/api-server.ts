import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideClusterPrograms } from '../../scripts/toolchain/kubernetes';

/** Arguments of an API server, without leading dashes. */
export type ApiServerArguments = Readonly<Record<string, string>>;

/** Argument that is always missing here, so that it ends once it has checked its arguments. */
const LEFT_OUT = 'service-account-';

/**
 * Objections of the real API server to its arguments; nothing if it would start with them.
 *
 * @throws if it said something else than a list of faults
 */
export function apiServerFaults(args: ApiServerArguments): readonly string[] {
  const { apiserver } = provideClusterPrograms(() => undefined);
  const directory = mkdtempSync(join(tmpdir(), 'api-server-'));
  try {
    const given = { 'etcd-servers': 'http://127.0.0.1:1', 'cert-dir': directory, ...args };
    const { stderr } = spawnSync(
      apiserver,
      Object.entries(given).map(([name, value]) => `--${name}=${value}`),
      { encoding: 'utf8', timeout: 60_000 },
    );
    const [, faults] = /"command failed" err="\[(.*)\]"/.exec(stderr) ?? [];
    if (faults === undefined) throw new Error(`the API server ended otherwise: ${stderr}`);
    return faults.split(', ').filter((fault) => !fault.includes(LEFT_OUT));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
