import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TryResult } from '../../src/cli/homelab/homelab-module';
import { exampleNames } from '../support/example-run';
import { describeHomelab } from '../support/homelab-run';
import { checkedOutput } from '../support/output-schema';
import { projectRoot } from '../support/project';
import { runProgram } from '../support/tried-project';

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'try-'));
});

afterEach(() => {
  rmSync(temporary, { recursive: true, force: true });
});

/** Variables that an example takes from the environment. */
const ENVIRONMENT = { CI: '' };

function tryExample(...args: readonly string[]) {
  const script = join(projectRoot, 'scripts', 'try.js');
  return runProgram([script, ...args], { cwd: projectRoot, temporary, environment: ENVIRONMENT });
}

/** When files that belong to the user were written. */
function ofTheUser(): Readonly<Record<string, number>> {
  const names = ['.terraform.lock.hcl', 'cdktf.out', 'state', 'stacks/clusters', 'kubeconfig', 'talosconfig'];
  const times = names.map((name) => [name, statSync(join(projectRoot, name), { throwIfNoEntry: false })?.mtimeMs]);
  return Object.fromEntries(times.map(([name, time]) => [String(name), Number(time ?? 0)]));
}

describeHomelab('npm run try', () => {
  test.each(exampleNames())('makes %s, changes it, shows a refusal and destroys it', async (name) => {
    const before = ofTheUser();
    const { exitCode, output, errors } = await tryExample(name, '--json');
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    const result = checkedOutput('try', output) as TryResult;
    for (const { verdict } of result.steps) checkedOutput('plan', JSON.stringify(verdict));

    expect(result).toMatchObject({ secondPlanEmpty: true, destroyed: true });
    expect(result.steps.map(({ step, verdict }) => [step, verdict.allowed])).toEqual([
      ['create', true],
      ['change', true],
      ['refusal', false],
    ]);
    const [create, change, refusal] = result.steps;
    expect(new Set(create?.verdict.machines.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(change?.edit).not.toEqual([]);
    expect(change?.verdict).toMatchObject({ hasChanges: true, refusals: [] });
    expect(refusal?.verdict.refusals[0]?.message).not.toBe('');
    expect(refusal?.verdict.refusals[0]?.accept.length).toBeGreaterThan(0);

    expect(ofTheUser()).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('refuses a cluster that there is not, before anything is started', async () => {
    const { exitCode, output, errors } = await tryExample('hoem');
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toContain('no cluster is called "hoem"; ');
  });
});
