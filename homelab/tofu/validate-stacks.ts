import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Toolchain } from '../../scripts/toolchain/provide';
import type { Diagnostic } from '../../src/plan/read/diagnostic';
import { validateStack } from './validate-stack';

/**
 * Has OpenTofu look at every stack of a `cdktf.out`, on a copy of the whole: paths in stacks are relative.
 *
 * @param directory the `cdktf.out`; nothing is written there
 * @param print gets a line per stack, and the faults and warnings of each
 * @param names stacks to look at; all of them if it is left out
 * @returns names of stacks; one with a warning is invalid
 */
export async function validateStacks(
  directory: string,
  toolchain: Toolchain,
  print: (line: string) => void,
  names?: readonly string[],
): Promise<{ valid: string[]; invalid: string[] }> {
  const stacks = synthesizedStacks(directory, names);
  const work = mkdtempSync(join(tmpdir(), 'validate-'));
  try {
    const copy = join(work, 'cdktf.out');
    cpSync(directory, copy, { recursive: true, filter: (path) => !isOfOpenTofu(basename(path)) });
    const valid: string[] = [];
    for (const name of stacks) {
      if (await isValid(name, join(copy, 'stacks', name), toolchain, print)) valid.push(name);
    }
    return { valid, invalid: stacks.filter((name) => !valid.includes(name)) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Files that OpenTofu has left beside a stack that a person uses: other providers, their hashes, and states. */
function isOfOpenTofu(name: string): boolean {
  return name.startsWith('.terraform') || /\.tfstate(\.|$)/.test(name);
}

/**
 * Names of the stacks of a `cdktf.out`.
 *
 * @param names those to look at; all of them if it is left out
 * @throws if there is none at all
 */
export function synthesizedStacks(directory: string, names?: readonly string[]): string[] {
  const stacks = existsSync(join(directory, 'stacks')) ? readdirSync(join(directory, 'stacks')) : [];
  const synthesized = stacks.filter((name) => existsSync(join(directory, 'stacks', name, 'cdk.tf.json'))).sort();
  if (synthesized.length === 0) throw new Error('no stack in cdktf.out/stacks; add a cluster file to stacks/clusters');
  return synthesized.filter((name) => names?.includes(name) ?? true);
}

async function isValid(
  name: string,
  directory: string,
  toolchain: Toolchain,
  print: (line: string) => void,
): Promise<boolean> {
  const start = performance.now();
  const diagnostics = await validateStack(toolchain, directory);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const verdict = diagnostics.length === 0 ? 'ok' : 'FAILED';
  print(`${name}: ${contentOf(join(directory, 'cdk.tf.json'))}, ${seconds} s, ${verdict}`);
  for (const diagnostic of diagnostics) print(sentence(diagnostic));
  return diagnostics.length === 0;
}

function contentOf(file: string): string {
  const { resource, data } = JSON.parse(readFileSync(file, 'utf8')) as Readonly<
    Record<string, Record<string, object> | undefined>
  >;
  const count = (byType: Record<string, object> | undefined) =>
    Object.values(byType ?? {}).reduce((sum, byId) => sum + Object.keys(byId).length, 0);
  return `${counted(count(resource), 'resource')}, ${counted(count(data), 'data source')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function sentence({ severity, summary, detail, source }: Diagnostic): string {
  const lines = [`${severity}: ${summary}`, ...(source === undefined ? [] : [source]), ...detail.trim().split('\n')];
  return lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`).join('\n');
}
