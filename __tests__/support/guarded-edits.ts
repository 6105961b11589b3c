import { judgePlan, type Refusal, type RefusalKind } from '../../src/plan';
import type { AppliedCluster, Edit, JudgedPlan } from './applied-cluster';
import { changedSpec } from './small-spec';

/** Three control planes and two workers, the first of which has two data disks with a free slot between them. */
export const GUARDED = changedSpec({
  lifecycle: 'replace',
  state: undefined,
  'nodes.ctrl-00.vmId': 200,
  'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12', vmId: 201 },
  'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.13', vmId: 202 },
  'nodes.work-00.vmId': 210,
  'nodes.work-00.disks': { data: { slot: 1, sizeGiB: 50 }, scratch: { slot: 3, sizeGiB: 20 } },
  'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22', vmId: 211 },
});

export const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];
export const MACHINES = [...CONTROL_PLANES, 'work-00', 'work-01'];
/** Trigger that remembers the image of a machine. */
export const bootImage = (name: string): string => `terraform_data.nodes_${name}_boot-image`;

/** Whole addresses by short ones. */
export type Addresses = (short: string) => string;

/** An edit that the guard refuses. */
export interface RefusedEdit extends Edit {
  /** Command on the state before the edit, with a short address at its end. */
  readonly state?: readonly [...command: string[], address: string];
  readonly changes: readonly string[];
  readonly refused: (address: Addresses) => readonly ExpectedRefusal[];
}

/** Kind of a refusal, its sentence, and whom a person has to accept. */
export type ExpectedRefusal = readonly [kind: RefusalKind, message: string, ...accept: string[]];

/** The same action at several resources of several machines. */
export const each = (names: readonly string[], action: string, ...of: ((name: string) => string)[]): string[] =>
  of.flatMap((address) => names.map((name) => `${address(name)}: ${action}`));

/** One refusal whose sentence names no address. */
export const oneRefusal =
  (...expected: ExpectedRefusal): RefusedEdit['refused'] =>
  () => [expected];

/** An edit that the guard allows. */
export interface AllowedEdit extends Edit {
  readonly changes: readonly string[];
  /** Outcomes of machines, and their disks. */
  readonly outcomes: readonly string[];
}

/** The same outcome of several machines. */
export const outcomesOf = (names: readonly string[], what: string): string[] => names.map((name) => `${name}: ${what}`);

/** Tests of each row: refused with the whole sentences, allowed by name, not by fewer names. */
export function describeRefused(home: AppliedCluster, rows: Readonly<Record<string, RefusedEdit>>): void {
  test.each(Object.entries(rows))(
    '%s is refused, and allowed by name',
    async (_, { state, changes, refused, ...edit }) => {
      home.describe(edit);
      const command = state?.map((part, index) => (index === state.length - 1 ? home.address(part) : part));
      const judged = await (command === undefined ? home.plan(edit) : home.planWithState(command, edit));
      expect(judged.changes).toEqual([...changes].sort());
      const expected = refused((short) => home.address(short));
      expect(judged.verdict.refusals.map(shown)).toEqual(expected);
      expectOverruledByName(judged, expected);
    },
  );
}

/** Tests of each row: nothing is refused, and machines and disks are reported. */
export function describeAllowed(home: AppliedCluster, rows: Readonly<Record<string, AllowedEdit>>): void {
  test.each(Object.entries(rows))('%s is allowed', async (_, { changes, outcomes, ...edit }) => {
    const { changes: planned, verdict } = await home.plan(edit);
    expect(planned).toEqual([...changes].sort());
    const machines = verdict.machines.map(({ name, outcome, disks }) =>
      [`${name}: ${outcome}`, ...disks.map((disk) => `${disk.interface} ${disk.kind}`)].join(', '),
    );
    expect([verdict.allowed, verdict.refusals, machines]).toEqual([true, [], outcomes]);
  });

  test('nothing that was planned here has changed anything', async () => {
    expect(await home.plan()).toMatchObject({ changes: [], plan: { isEmpty: true } });
  });
}

function shown({ kind, message, accept }: Refusal): ExpectedRefusal {
  return [kind, withWrittenAddresses(message), ...accept];
}

/** Addresses as a cluster file has them: a homelab has the same ones on loopback. */
export function withWrittenAddresses(text: string): string {
  return text.replace(/\b127\.\d+\.0\.(\d+)\b/g, '10.0.0.$1');
}

/** Everything is allowed by all names, and stays refused where one of them is missing. */
function expectOverruledByName({ plan }: JudgedPlan, expected: readonly ExpectedRefusal[]): void {
  const names = [...new Set(expected.flatMap(([, , ...accept]) => accept))];
  const accepted = judgePlan(plan.json, { accept: names });
  expect([accepted.allowed, accepted.accepted.map(shown)]).toEqual([true, expected]);
  for (const missing of names) {
    expect(judgePlan(plan.json, { accept: names.filter((name) => name !== missing) }).allowed).toBe(false);
  }
}
