import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listedAs, listedRecoveries, namedRecoveries } from '../../homelab/faults/recovery-list';
import { recoveryAdvice } from '../../src/errors/cli';
import { bootstrapNotInState, deployKeyNotInState, oldValuesRunning } from '../../src/plan/recovery/recovery-texts';
import { projectRoot } from '../support/project';

const listed = listedRecoveries(readFileSync(join(projectRoot, 'docs', 'recovery.md'), 'utf8'));
const COMMAND = 'npx cdktf-proxmox-talos apply home';

/** Output of an apply that stops with these sentences. */
function stopped(...sentences: readonly string[]): string {
  return [
    'Error: no',
    'tofu apply failed with exit code 1',
    ...sentences.map((says) => recoveryAdvice(says, COMMAND)),
    '',
  ].join('\n');
}

test('what an apply names when it stops is read from what it prints', () => {
  const output = stopped(bootstrapNotInState('a.b'), deployKeyNotInState('c.d'));
  expect(namedRecoveries(output)).toEqual([
    { says: bootstrapNotInState('a.b'), command: COMMAND },
    { says: deployKeyNotInState('c.d'), command: COMMAND },
  ]);
  expect(namedRecoveries(stopped())).toEqual([]);
});

test('S-38 the list of the docs is what the command line says', () => {
  const named = [bootstrapNotInState('a.b'), deployKeyNotInState('c.d')].map((says) => ({ says, command: COMMAND }));
  expect(named.map((each) => listedAs(listed, each))).toEqual(listed);
});

test('nothing else is on the list', () => {
  expect(listedAs(listed, { says: oldValuesRunning('work-00', 'pve1'), command: COMMAND })).toBeUndefined();
  expect(listedAs(listed, { says: bootstrapNotInState('a.b'), command: 'tofu untaint a.b' })).toBeUndefined();
  expect(listedAs(listed, { says: bootstrapNotInState('a.b'), command: `${COMMAND} --accept home` })).toBeUndefined();
});
