import { Lifecycle } from '../../src/constructs/lifecycle/lifecycle';
import { type TerraformStack } from 'cdktf';
import { PciMapping } from '../../src/constructs/proxmox/pci-mapping';
import { Schematic } from '../../src/values/schematic/schematic';
import type { ProxmoxNodeProps } from '../../src/constructs/node/proxmox-node';
import { TalosImage } from '../../src/constructs/image/talos-image';
import { MachineType } from '../../src/values/machine-type';
import { TalosVersion } from '../../src/values/talos-version';
import { AGENT, cluster, host, image, node } from '../support/homelab';
import { type Synthesized, synth } from '../support/synth';

interface Homelab {
  readonly hosts?: readonly string[];
  readonly workers?: number;
  readonly dataDisks?: number;
  readonly mapping?: boolean;
}

/** Two control planes on pve1, workers on the last host. */
function homelab({ hosts = ['pve1'], workers = 1, dataDisks = 1, mapping = false }: Homelab = {}): Synthesized {
  return synth((stack) => {
    const shared = image(stack, { hosts: hosts.map((name) => host(stack, name)) });
    const controlPlanes = [1, 2].map((number) =>
      node(stack, {
        image: shared,
        vmId: 800 + number,
        hostname: `cp${number}`,
        address: `10.0.0.1${number}`,
      }),
    );
    const others = Array.from({ length: workers }, (_, index) =>
      node(stack, {
        image: shared,
        host: host(stack, hosts.at(-1)),
        disks: Object.fromEntries(
          Array.from({ length: dataDisks }, (__, disk) => [`data${disk + 1}`, { slot: disk + 1, sizeGiB: 10 }]),
        ),
        hostname: `w${index}`,
        address: `10.0.0.2${index}`,
        machineType: MachineType.WORKER,
      }),
    );
    if (mapping) addMapping(stack);
    cluster(stack, { nodes: [...controlPlanes, ...others], healthCheck: {} });
  });
}

function addMapping(stack: TerraformStack): void {
  new PciMapping(stack, 'mapping', {
    proxmoxProvider: host(stack).provider,
    mappingName: 'iGPU',
    devices: [{ host: 'pve1', path: '0000:00:02.0', id: '8086:4680' }],
  });
}

/** Paths of what is new, gone, or not what it was. */
function changes(before: Synthesized, after: Synthesized) {
  const all = [...new Set([...Object.keys(before.byPath), ...Object.keys(after.byPath)])].sort();
  const textOf = (out: Synthesized, path: string) => JSON.stringify(out.byPath[path]);
  const differs = all.filter((path) => textOf(before, path) !== textOf(after, path));
  return {
    added: differs.filter((path) => !(path in before.byPath)),
    removed: differs.filter((path) => !(path in after.byPath)),
    changed: differs.filter((path) => path in before.byPath && path in after.byPath),
  };
}

describe('a change of one thing changes nothing of the others', () => {
  const before = homelab();

  test('HT-16 a machine more', () => {
    expect(changes(before, homelab({ workers: 2 }))).toEqual({
      added: ['cluster/nodes/w1/apply', 'cluster/nodes/w1/configuration', 'w1/Resource', 'w1/boot-image'],
      removed: [],
      // lists of all machines
      changed: ['cluster/health', 'cluster/talosconfig'],
    });
  });

  test('HT-16 a machine less', () => {
    expect(changes(before, homelab({ workers: 0 }))).toEqual({
      added: [],
      removed: ['cluster/nodes/w0/apply', 'cluster/nodes/w0/configuration', 'w0/Resource', 'w0/boot-image'],
      changed: ['cluster/health', 'cluster/talosconfig'],
    });
  });

  test('F-12 S-20 a disk more stands after all others of its machine', () => {
    const after = homelab({ dataDisks: 2 });
    expect(changes(before, after)).toEqual({ added: [], removed: [], changed: ['w0/Resource'] });
    const disks = (out: Synthesized) => out.at('w0/Resource').disk as readonly unknown[];
    expect(disks(after).slice(0, -1)).toEqual(disks(before));
  });

  test('a host more', () => {
    const after = synth((stack) => {
      const made = image(stack, { hosts: [host(stack), host(stack, 'pve2')] });
      node(stack, { image: made });
    });
    expect(
      changes(
        synth((stack) => node(stack)),
        after,
      ),
    ).toEqual({ added: ['image/main/pve2'], removed: [], changed: [] });
  });

  test('HT-6 F-3 a machine on a host of its own adds exactly the download of that host', () => {
    expect(changes(before, homelab({ hosts: ['pve1', 'pve2'] }))).toEqual({
      added: ['image/main/pve2'],
      removed: [],
      changed: ['w0/Resource'],
    });
  });

  test('a mapping more', () => {
    expect(changes(before, homelab({ mapping: true }))).toEqual({
      added: ['mapping/Resource'],
      removed: [],
      changed: [],
    });
  });
});

describe('a change of a machine', () => {
  const vmOf = (props: Partial<ProxmoxNodeProps>, version = 'v1.13.9') => {
    const out = synth((stack) => {
      const talosVersion = TalosVersion.of(version);
      const key = `image-${version}`;
      const made = new TalosImage(stack, key, { talosVersion, schematic: AGENT, hosts: [host(stack)] });
      node(stack, { image: made, ...props });
    });
    return out.at('cp1/Resource');
  };
  const before = vmOf({});

  test('HT-15 of its cores and memory changes these two and nothing else', () => {
    expect(vmOf({ cpuCores: 8, memoryMiB: 10240 })).toEqual({
      ...before,
      cpu: { type: 'host', cores: 8 },
      memory: { dedicated: 10240 },
    });
  });

  test('S-15 F-4 of its version changes what its disk was made from, which is ignored, and nothing else', () => {
    const [systemDisk] = before.disk as readonly object[];
    expect(before.lifecycle).toEqual({ ignore_changes: ['disk[0].import_from', 'agent[0].wait_for_ip'] });
    expect(vmOf({}, 'v1.13.10')).toEqual({
      ...before,
      disk: [{ ...systemDisk, import_from: expect.stringMatching(/image-v11310/) as unknown }],
    });
  });
});

describe('an update of images, keyed by content', () => {
  const updated = TalosVersion.of('v1.13.10');

  /** Two machines, each with an image of its own content. */
  function twoMachines(versions: readonly [TalosVersion, TalosVersion]): Synthesized {
    return synth((stack) => {
      const images = new Map<string, TalosImage>();
      versions.forEach((talosVersion, index) => {
        const key = `image-${AGENT.shortId}-${talosVersion.tag}`;
        const made =
          images.get(key) ?? new TalosImage(stack, key, { talosVersion, schematic: AGENT, hosts: [host(stack)] });
        images.set(key, made);
        const named = { hostname: `cp${index + 1}`, address: `10.0.0.1${index + 1}` };
        node(stack, { image: made, ...named, lifecycle: Lifecycle.replace() });
      });
    });
  }

  const base = TalosVersion.of('v1.13.9');

  test('BC-8 HT-4 F-5 one machine on the update adds one download and touches no other machine', () => {
    const result = changes(twoMachines([base, base]), twoMachines([base, updated]));
    expect(result).toEqual({
      added: ['image-ce4c9805-v1.13.10/main/pve1'],
      removed: [],
      changed: ['cp2/Resource', 'cp2/boot-image'],
    });
  });

  test('F-4 when the update becomes the base the machines that have it stay as they are', () => {
    expect(changes(twoMachines([base, updated]), twoMachines([updated, updated]))).toEqual({
      added: [],
      removed: ['image-ce4c9805-v1.13.9/main/pve1'],
      changed: ['cp1/Resource', 'cp1/boot-image'],
    });
  });

  test('HT-4 another schematic adds its registration', () => {
    const withSchematic = (schematic: Schematic) =>
      synth((stack) => new TalosImage(stack, 'image', { talosVersion: base, schematic, hosts: [] }));
    const other = Schematic.withExtensions('siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools');
    expect(changes(withSchematic(AGENT), withSchematic(other))).toEqual({
      added: [`schematics/${other.shortId}`],
      removed: [`schematics/${AGENT.shortId}`],
      changed: [],
    });
  });
});
