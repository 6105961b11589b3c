import { create, home } from '../../support/plan';
import { CliProject } from '../../support/cli';

const PLAN = home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } });

const project = new CliProject();
afterAll(() => project.remove());

/** Options of the lock in the plan and in the apply of it. */
async function waits(written: number | undefined, options: readonly string[]): Promise<readonly string[]> {
  const facts = written === undefined ? {} : { '//': { lockTimeoutSeconds: written } };
  project.set({ show: { output: JSON.stringify(PLAN) } }, facts);
  const { exitCode } = await project.call(['apply', 'home', '--yes', ...options]);
  expect(exitCode).toBe(0);
  const steps = project.calls().filter(({ args: [step] }) => step === 'plan' || step === 'apply');
  const found = steps.map(({ args }) => args.filter((text) => text.startsWith('-lock-timeout')).at(-1) ?? 'none');
  expect(found).toHaveLength(2);
  return [...new Set(found)];
}

test('NV-7 plan and apply wait for the lock as long as the cluster file says, the option before it', async () => {
  expect(await waits(undefined, [])).toEqual(['none']);
  expect(await waits(1200, [])).toEqual(['-lock-timeout=1200s']);
  expect(await waits(1200, ['--lock-timeout', '10m'])).toEqual(['-lock-timeout=10m']);
  expect(await waits(undefined, ['--lock-timeout=1h30m'])).toEqual(['-lock-timeout=1h30m']);
  expect(await waits(undefined, ['--lock-timeout', '10m', '--', '-lock-timeout=5s'])).toEqual(['-lock-timeout=5s']);
});

test.each(['10', 'ten minutes', '5d', ''])('a time of "%s" is refused before anything is planned', async (time) => {
  project.set({}, {});
  const { exitCode, errors } = await project.call(['plan', 'home', '--lock-timeout', time]);
  expect([exitCode, project.calls()]).toEqual([2, []]);
  expect(errors).toContain('write a number with its unit, such as 90s, 10m or 1h');
});
