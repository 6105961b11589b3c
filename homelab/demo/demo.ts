import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseClusterSpec } from '../../src/model/parse-cluster-spec';
import { cluster } from '../../stacks/clusters/blog-cluster';
import { requireLinux } from '../block';
import { projectRoot } from '../project-root';
import { synthesize } from '../synthesize';
import { stackSummary } from '../try/homelab-report';
import { type HomelabTools, tryCluster } from '../try/try-cluster';

/** Three control planes, handed over to Flux. */
const EXAMPLE = 'stacks/clusters/blog-cluster.ts';

/**
 * Tries an example in a simulated homelab and shows it; without the programs for it, its stack.
 *
 * @param keep if the homelab stays up until a signal comes
 * @param provideTools makes the programs ready, or says why they cannot be had
 * @returns exit code
 */
export async function showDemo(keep: boolean, provideTools: () => HomelabTools | string): Promise<number> {
  const tools = whyNoHomelab() ?? provideTools();
  if (typeof tools === 'string') return synthOnly(tools);
  const tried = { spec: cluster, file: EXAMPLE, directory: projectRoot };
  const { exitCode } = await tryCluster(tried, { tools, keep, print });
  return exitCode;
}

/** The stack itself, which can be shown without OpenTofu. */
function synthOnly(reason: string): number {
  const project = mkdtempSync(join(tmpdir(), 'demo-'));
  try {
    print(reason);
    const stack = synthesize(parseClusterSpec(cluster, { directory: projectRoot }), project);
    print(`So this is ${EXAMPLE} as OpenTofu would get it:\n\n${stackSummary(stack)}\n`);
    print('npm run synth writes it into cdktf.out.');
    return 0;
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Why this computer cannot run a homelab; nothing if it can. */
function whyNoHomelab(): string | undefined {
  try {
    requireLinux();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
