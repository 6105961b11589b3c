import { isDeepStrictEqual } from 'node:util';
import type { ClusterSpec } from '../../src/cluster-file';
import { actsOn, ClusterStory, type MachineFacts, touched } from './cluster-story';
import type { RunningExample } from './running-example';
import { type Changes, changedSpec } from './small-spec';
import type { Story } from './story';

/** An addition to an example, and the image it gets by its flag. */
interface Addition {
  /** A worker beside those that are there. */
  readonly worker: object;
  /** The image of machines with a flag, where the example has none that differs. */
  readonly update?: object;
}

const WORKER = 'work-09';

const ADDITIONS: Readonly<Record<string, Addition>> = {
  'bare-metal': { worker: { address: '192.168.50.219' }, update: { version: 'v1.10.7' } },
  'blog-cluster': {
    worker: { host: 'ryzen-proxmox', vmId: 809, address: '10.200.5.9' },
    update: { version: 'v1.9.6' },
  },
  home: {
    worker: { host: 'pve2', vmId: 819, address: '10.0.0.29' },
    update: { schematic: { extensions: ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools'] } },
  },
  'homelab-tofu': { worker: { host: 'host3', vmId: 8209, address: '10.25.150.29' } },
  nova: { worker: { host: 'hypnos', vmId: 109, address: '192.168.2.209' }, update: { version: 'v1.11.6' } },
  'prod-k8s': { worker: { host: 'alpha', address: '192.168.62.30' }, update: { version: 'v1.12.5' } },
  'two-sites': { worker: { host: 'north/pve', address: '10.1.5.29' } },
};

/** How long the changes of an example may take on a computer that has a lot to do. */
const CHANGES_MS = 900_000;

/** An example with a worker more and a patch. */
function grown(name: string, spec: ClusterSpec): ClusterSpec {
  const addition = ADDITIONS[name];
  if (addition === undefined) throw new Error(`write in example-changes.ts what is added to the example ${name}`);
  const { worker, update = spec.talos.update } = addition;
  const patch = { machine: { sysctls: { 'net.core.somaxconn': '4096' } } };
  const changes = {
    [`nodes.${WORKER}`]: { machineType: 'worker', ...worker },
    patches: [...(spec.patches ?? []), patch],
    'talos.update': update,
  };
  return changedSpec(changes, spec) as ClusterSpec;
}

const FLAG: Changes = { [`nodes.${WORKER}.update`]: true };

/** An example as its changes leave it. */
export function changedExample(name: string, spec: ClusterSpec): ClusterSpec {
  return changedSpec(FLAG, grown(name, spec)) as ClusterSpec;
}

/**
 * The changes of a running cluster: a worker and a patch are added, the lifecycle is switched and switched back, a flag
 * gives the worker another image. Each is a plan that the guard allows, an apply, and an empty plan afterwards.
 */
export function testOfChanges(name: string, spec: ClusterSpec, example: () => RunningExample, { step }: Story): void {
  step(
    'changes of the cluster file touch the machine that is meant and no other',
    async () => {
      const story = ClusterStory.of(example().homelab);
      let current: unknown = grown(name, spec);
      const edit = (changes: Changes, accept?: readonly string[]) =>
        story.edit((current = changedSpec(changes, current)), accept);

      const added = await edit({});
      expect(touched(added)).toEqual([WORKER]);
      const configured = added.acts.filter((act) => act.endsWith(': ApplyConfiguration')).sort();
      const names = [...example().names, WORKER].sort();
      expect(configured).toEqual(names.map((each) => `${each}: ApplyConfiguration`));

      if (spec.lifecycle !== 'replace') expect(touched(await edit({ lifecycle: 'replace' }))).toEqual([]);
      // where it has a data disk, that goes with it
      const updated = await edit(FLAG, [WORKER]);
      const [before, after] = [updated.before, updated.after].map((machines) => imageOf(machines[WORKER]));
      // nobody can replace a physical machine: it is told the image of its next upgrade
      const isPhysical = !('host' in (ADDITIONS[name]?.worker ?? {}));
      expect([touched(updated), isDeepStrictEqual(before, after)]).toEqual([isPhysical ? [] : [WORKER], isPhysical]);
      expect(actsOn(WORKER, updated)).toContain('ApplyConfiguration');
      expect(touched(await edit({ lifecycle: 'manual' }))).toEqual([]);
      if (spec.lifecycle === 'replace') expect(touched(await edit({ lifecycle: 'replace' }))).toEqual([]);
    },
    CHANGES_MS,
  );
}

function imageOf(machine: MachineFacts | undefined) {
  return [machine?.version, machine?.schematicId];
}
