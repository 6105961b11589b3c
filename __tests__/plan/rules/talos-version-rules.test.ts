import { type JudgePlanOptions, judgePlan, renderVerdict } from '../../../src/plan';
import { absent, home, HOME, type MachineStory, planJson, SECRET, superseded, triggered } from '../../support/plan';
import type { PlanDocument } from '../../support/refusal-rows';
import {
  changedPlan,
  CONTROL_PLANES,
  installer,
  MACHINES,
  OTHER_SCHEMATIC,
  running,
  SCHEMATIC,
  versioned,
} from '../../support/versioned-plan';

const refused = (plan: PlanDocument, options: JudgePlanOptions): readonly string[] =>
  judgePlan(plan, options).refusals.map(({ kind, message, accept }) => `${kind} (${accept.join(' ')}): ${message}`);

/** The last words of the row of each machine. */
const words = (plan: PlanDocument, options: JudgePlanOptions): readonly (string | undefined)[] =>
  judgePlan(plan, options).machines.map(({ details }) => details.at(-1));

const commands = (addresses: readonly string[], image: string): readonly string[] => [
  'npx cdktf-proxmox-talos talosconfig home',
  ...addresses.map((address) => `talosctl --talosconfig talosconfig --nodes ${address} upgrade --image ${image}`),
];

const AFTERWARDS = 'to upgrade Talos after the apply, one machine after the other:';
const ADDRESSES = ['10.0.0.11', '10.0.0.12', '10.0.0.13', '10.0.0.21', '10.0.0.22'];
const RAISED = { talos: 'v1.13.9' };

describe('a version of Talos on machines that stay', () => {
  test('is no upgrade, and the verdict says so and has the commands in their order', () => {
    const plan = changedPlan(RAISED);
    expect(refused(plan, running('v1.35.2'))).toEqual([]);
    expect(words(plan, running('v1.35.2'))).toEqual(
      MACHINES.map(() => 'Talos stays v1.13.8 until you upgrade it to v1.13.9: this apply does not'),
    );
    expect(judgePlan(plan, running('v1.35.2')).steps).toEqual([
      { title: AFTERWARDS, commands: commands(ADDRESSES, installer(RAISED)) },
    ]);
  });

  test('control planes are upgraded before workers, wherever they stand', () => {
    const story = (name: string): MachineStory => ({ ...HOME[name]!, ...versioned(name, {}, RAISED) });
    const plan = planJson({ machines: { 'work-01': story('work-01'), 'ctrl-02': story('ctrl-02') } });
    expect(judgePlan(plan, running('v1.35.2')).steps[0]?.commands).toEqual(
      commands(['10.0.0.13', '10.0.0.22'], installer(RAISED)),
    );
  });

  test('a machine that another one takes the place of is not upgraded', () => {
    const plan = home({ 'work-01': versioned('work-01', {}, RAISED, { vm: superseded }) });
    expect(judgePlan(plan, running('v1.35.2')).steps).toEqual([]);
  });

  test('is printed so that it can be pasted, with nothing secret', () => {
    const text = renderVerdict(judgePlan(changedPlan(RAISED, ['work-00']), running('v1.35.2')));
    expect(text).toContain(
      `\n\n${AFTERWARDS}\n  npx cdktf-proxmox-talos talosconfig home\n` +
        `  talosctl --talosconfig talosconfig --nodes 10.0.0.21 upgrade --image ${installer(RAISED)}\n\nthe plan may be applied\n`,
    );
    expect(text).not.toContain(SECRET);
  });

  test('that runs already is named, and needs no command', () => {
    const there = { talos: 'v1.13.9' };
    const options = running('v1.35.2', { 'ctrl-00': there, 'work-01': there });
    expect(words(changedPlan(RAISED), options)).toEqual([
      'Talos v1.13.9 runs already',
      ...[1, 2, 3].map(() => 'Talos stays v1.13.8 until you upgrade it to v1.13.9: this apply does not'),
      'Talos v1.13.9 runs already',
    ]);
    expect(judgePlan(changedPlan(RAISED), options).steps[0]?.commands).toEqual(
      commands(ADDRESSES.slice(1, 4), installer(RAISED)),
    );
  });

  test('other extensions are no upgrade either, and nobody has to answer for them', () => {
    const other = { schematic: OTHER_SCHEMATIC };
    expect(refused(changedPlan(other), {})).toEqual([]);
    expect(words(changedPlan(other), running('v1.35.2'))).toEqual(
      MACHINES.map(
        () => 'Talos v1.13.8 keeps its extensions and kernel arguments until you upgrade it: this apply does not',
      ),
    );
    expect(judgePlan(changedPlan(other), {}).steps).toEqual([
      { title: AFTERWARDS, commands: commands(ADDRESSES, installer(other)) },
    ]);
  });

  test('extensions that a machine has already are named', () => {
    const options = running('v1.35.2', { 'work-00': { schematic: OTHER_SCHEMATIC } });
    const plan = changedPlan({ schematic: OTHER_SCHEMATIC }, ['work-00', 'work-01']);
    expect(words(plan, options)).toEqual([
      'Talos v1.13.8 runs already',
      'Talos v1.13.8 keeps its extensions and kernel arguments until you upgrade it: this apply does not',
    ]);
  });

  test('a version that runs with other extensions than those of the file is to be upgraded', () => {
    const options = running('v1.35.2', { 'work-00': { talos: 'v1.13.9', schematic: SCHEMATIC } });
    const plan = changedPlan({ ...RAISED, schematic: OTHER_SCHEMATIC }, ['work-00']);
    expect(judgePlan(plan, options).steps).toHaveLength(1);
  });

  test('the same holds for a physical machine under replace, while a virtual one is replaced', () => {
    const plan = home({
      'work-00': versioned('work-00', {}, RAISED, { vm: triggered, dataGiB: undefined }),
      'work-01': versioned('work-01', {}, RAISED, { vm: absent }),
    });
    expect(words(plan, running('v1.35.2'))).toEqual([
      'because its Talos version or schematic changes',
      'Talos stays v1.13.8 until you upgrade it to v1.13.9: this apply does not',
    ]);
    expect(judgePlan(plan, running('v1.35.2')).steps[0]?.commands).toEqual(commands(['10.0.0.22'], installer(RAISED)));
  });

  test('a machine that does not answer is refused', () => {
    const options = running('v1.35.2', { 'ctrl-01': { silent: 'its node is not ready' } });
    expect(refused(changedPlan(RAISED), options)).toEqual([
      expect.stringMatching(/^versions-unknown \(ctrl-01\): ctrl-01: .* its node is not ready; /),
    ]);
  });
});

describe('a version of Talos that is refused', () => {
  const LOWERED = 'to downgrade a machine, run talosctl rollback and then change the cluster file';

  test('is a lower one than what runs, also where the file goes up', () => {
    const options = running('v1.35.2', { 'ctrl-00': { talos: 'v1.13.10' } });
    expect(refused(changedPlan(RAISED), options)).toEqual([
      `talos-lowered (ctrl-00): ctrl-00: Talos would be downgraded from v1.13.10 to v1.13.9; write v1.13.10 in talos.version; ${LOWERED}`,
    ]);
    expect(judgePlan(changedPlan(RAISED), options).steps).toEqual([]);
  });

  test('F-4 is a lower one of a machine that is replaced, as where its flag is taken away too early', () => {
    const plan = changedPlan({ talos: 'v1.12.9' }, ['work-01'], {}, { 'work-01': { vm: triggered } });
    expect(refused(plan, {})).toEqual([
      `talos-lowered (work-01): work-01: Talos would be downgraded from v1.13.8 to v1.12.9; write v1.13.8 in talos.version; ${LOWERED}`,
    ]);
    expect(judgePlan(plan, { accept: ['work-01'] }).allowed).toBe(true);
  });

  test('is one that the installer refuses, which does not matter to a machine that is replaced', () => {
    const then = { talos: 'v1.13.9' };
    const now = { talos: 'v1.10.4' };
    const options = running('v1.33.4', Object.fromEntries(MACHINES.map((name) => [name, now])));
    expect(refused(changedPlan(then, CONTROL_PLANES, now), options)).toEqual([
      'talos-skips-minor (ctrl-00 ctrl-01 ctrl-02): ctrl-00, ctrl-01, ctrl-02: Talos would go from v1.10.4 to v1.13.9, which its installer refuses: ' +
        'it upgrades over two minor versions at most; write a version of v1.12 in talos.version first',
    ]);
    expect(
      refused(
        changedPlan(then, CONTROL_PLANES, { talos: 'v1.11.4' }),
        running('v1.33.4', Object.fromEntries(MACHINES.map((name) => [name, { talos: 'v1.11.4' }]))),
      ),
    ).toEqual([]);
    const replaced = changedPlan(then, ['work-01'], now, { 'work-01': { vm: triggered } });
    expect(refused(replaced, options)).toEqual([]);
  });
});

test('a plan without another version says nothing of versions', () => {
  const { machines, steps } = judgePlan(changedPlan({ cluster: '  discovery:\n    enabled: false\n' }), {});
  expect(machines.map(({ details }) => details)).toEqual(
    MACHINES.map(() => ['Talos configuration changes without a reboot: cluster']),
  );
  expect(steps).toEqual([]);
});

describe('secure boot', () => {
  const message = (names: string, to: 'on' | 'off') =>
    `secure-boot-changes (${names.replaceAll(',', '')}): ${names}: secure boot would be turned ${to} on machines that run, which only an ` +
    `installation does: their boot loader ${to === 'on' ? 'starts no signed image' : 'and the enrolled keys start signed images only'}, ` +
    `and the next upgrade fails; write talos.secureBoot: ${to === 'off'} again, or install one machine after the other anew: replace a ` +
    'virtual machine, and boot a physical one from the other image';

  test('is not turned on on machines that stay', () => {
    expect(refused(changedPlan({ secureBoot: true }), running('v1.35.2'))).toEqual([
      message(MACHINES.join(', '), 'on'),
    ]);
  });

  test('is not turned off either', () => {
    const plan = changedPlan({}, ['work-00'], { secureBoot: true });
    expect(refused(plan, running('v1.35.2'))).toContain(message('work-00', 'off'));
  });

  test('stays when the version rises', () => {
    const plan = changedPlan({ secureBoot: true, talos: 'v1.13.9' }, MACHINES, { secureBoot: true });
    expect(refused(plan, running('v1.35.2'))).toEqual([]);
  });

  test('is turned on on a machine that is replaced', () => {
    const plan = home({ 'work-00': versioned('work-00', {}, { secureBoot: true }, { vm: triggered }) });
    expect(refused(plan, running('v1.35.2')).join('\n')).not.toContain('secure-boot-changes');
  });
});
