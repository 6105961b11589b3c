import { judgePlan } from '../../src/plan/judge-plan';
import { type Attributes, destroy, machineConfiguration, type Step, triggered, update } from './plan';

/** A plan as `tofu show -json` prints it. */
export type PlanDocument = Record<string, unknown>;
/** Title, plan, what is refused as `kind: message`, names that overrule it. */
export type Refused = readonly [
  title: string,
  plan: PlanDocument,
  refused: readonly string[],
  accept: readonly string[],
];
/** Title, plan: nothing is refused. */
export type Allowed = readonly [title: string, plan: PlanDocument];

/** Refusals, as `kind: message`. */
export function refusalsOf(plan: PlanDocument, accept: readonly string[] = []): readonly string[] {
  return judgePlan(plan, { accept }).refusals.map(({ kind, message }) => `${kind}: ${message}`);
}

/** A machine that is removed. */
export const gone = { vm: destroy, config: destroy };
/** A machine that is replaced for its image. */
export const madeAnew = { vm: triggered, config: triggered };

/** An update that leaves these disks. */
export function disks(...list: readonly Attributes[]): Step {
  return update((values) => {
    values.disk = list;
  });
}

/** An update that restarts the machine. */
export const cores = update((values) => {
  values.cpu = [{ ...(values.cpu as Attributes[])[0], cores: 4 }];
});

/** The configuration of a machine with something added to its `machine` section. */
export function reconfigure(role: string, name: string, machine: string): Step {
  return update((values) => {
    values.machine_configuration_input = machineConfiguration(role, name, machine);
  });
}

/** Needs a reboot. */
export const ENV = '  env:\n    PROXY: none\n';

/** A control plane that leaves etcd before it goes, as the lifecycle `replace` has it. */
export function leaving(values: Attributes): void {
  values.on_destroy = { graceful: true, reboot: false, reset: true };
}

/** Tests of each row: refused with the whole message, allowed by name, not by fewer names; and what is allowed. */
export function describeRules(refused: readonly Refused[], allowed: readonly Allowed[]): void {
  test.each(refused)('%s is refused', (_, plan, messages) => {
    expect(refusalsOf(plan)).toEqual(messages);
    expect(judgePlan(plan).allowed).toBe(false);
  });

  test.each(refused)('%s is allowed by name', (_, plan, messages, accept) => {
    const verdict = judgePlan(plan, { accept });
    expect(verdict).toMatchObject({ allowed: true, refusals: [] });
    expect(verdict.accepted).toHaveLength(messages.length);
    expect(verdict.notes.filter((note) => note.includes('has no effect'))).toEqual([]);
  });

  test.each(refused)('%s stays refused if one name is missing', (_, plan, messages, accept) => {
    const left = refusalsOf(plan, accept.slice(1));
    expect(left.length).toBeGreaterThan(0);
    expect(messages).toEqual(expect.arrayContaining([...left]));
  });

  test.each(allowed)('%s is allowed', (_, plan) => {
    expect(refusalsOf(plan)).toEqual([]);
  });
}
