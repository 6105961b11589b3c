import fc from 'fast-check';
import type { ClusterSpec, NodeSpec } from '../../src/cluster-file';

/** Parts of a machine that are generated before its place in the cluster is known. */
type Hardware = Omit<NodeSpec, 'machineType' | 'address' | 'vmId' | 'macAddress' | 'host'>;

/** Names that every JavaScript object has. */
export const OBJECT_NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'] as const;

/** A host of a generated cluster, as machines name it. */
const HOSTS = ['main/pve1', 'main/pve2', 'pve2', 'lab/pve1'];

/** Any cluster that the rules let through. */
export function arbitrarySpec(): fc.Arbitrary<ClusterSpec> {
  return fc
    .record({
      network: arbitraryNetwork(),
      machines: fc.array(arbitraryMachine(), { minLength: 0, maxLength: 7 }),
      first: arbitraryMachine(),
      schematic: fc.constantFrom(
        undefined,
        { extensions: ['siderolabs/qemu-guest-agent'] },
        { extraKernelArgs: ['a=1'] },
      ),
      update: fc.constantFrom(undefined, { version: 'v1.13.10' }, { schematic: { extensions: ['siderolabs/btrfs'] } }),
      cni: fc.constantFrom<NonNullable<ClusterSpec['kubernetes']['cni']>>('flannel', 'none', {
        cilium: { version: 'v1.17.3' },
      }),
      encryption: fc.constantFrom<'off' | 'on' | 'migrate'>('off', 'on', 'migrate'),
      maxUnavailableWorkers: fc.constantFrom(undefined, 2, '25%'),
      lifecycle: fc.constantFrom<'replace' | 'manual'>('replace', 'manual'),
      tags: fc.option(fc.array(fc.constantFrom('k8s', 'Talos', 'a_b'), { maxLength: 3 }), { nil: undefined }),
    })
    .map(
      ({ network, machines, first, schematic, update, cni, encryption, lifecycle, tags, maxUnavailableWorkers }) => ({
        name: 'generated',
        talos: { version: 'v1.13.9', contract: 'v1.12', schematic, update },
        kubernetes: { version: '1.36.3', cni, update: update === undefined ? undefined : { version: 'v1.36.4' } },
        network,
        nodeDefaults: { worker: { diskGiB: 30, tags: ['worker'] } },
        proxmox: {
          tags,
          endpoints: {
            main: { url: 'https://pve1.example:8006', hosts: { pve1: host('local-lvm'), pve2: host('zfs') } },
            lab: { url: 'https://lab.example:8006', hosts: { pve1: host('tank') } },
          },
        },
        nodes: nodes([{ ...first, machineType: 'controlplane' }, ...machines], update !== undefined),
        lifecycle,
        maxUnavailableWorkers,
        state: { encryption },
      }),
    );
}

/** Clusters whose machines fight for a few addresses, ids and hosts; most of them are refused. */
export function arbitraryCrowd(): fc.Arbitrary<ClusterSpec> {
  const member = fc.record({
    machineType: fc.constantFrom<'controlplane' | 'worker'>('controlplane', 'worker'),
    address: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6'),
    host: fc.constantFrom('main/pve1', 'lab/pve1'),
    vmId: fc.constantFrom(undefined, 800, 801, 802),
    macAddress: fc.constantFrom(undefined, 'bc:24:11:00:00:01', 'BC:24:11:00:00:01', 'bc:24:11:00:00:02'),
  });
  return fc
    .record({
      members: fc.array(member, { minLength: 1, maxLength: 4 }),
      vip: fc.constantFrom(undefined, '10.0.0.4'),
      gateway: fc.constantFrom(undefined, '10.0.0.1'),
    })
    .map(({ members, vip, gateway }) => ({
      name: 'crowd',
      talos: { version: 'v1.13.9', contract: 'v1.13' },
      kubernetes: { version: 'v1.36.3' },
      network: { subnet: '10.0.0.0/24', vip, gateway },
      proxmox: {
        endpoints: {
          main: { url: 'https://pve1.example:8006', hosts: { pve1: host('local-lvm') } },
          lab: { url: 'https://lab.example:8006', hosts: { pve1: host('local-lvm') } },
        },
      },
      nodes: Object.fromEntries(members.map((each, index) => [`node-${index}`, each])),
    }));
}

/** A spec of which one part has become something else. */
export function arbitraryDamage(): fc.Arbitrary<unknown> {
  return arbitrarySpec().chain((spec) =>
    fc
      .record({ path: fc.constantFrom(...pathsOf(spec)), value: fc.oneof(fc.jsonValue(), fc.constant(undefined)) })
      .map(({ path, value }) => damaged(spec, path, value)),
  );
}

/** A key that JavaScript objects have, put into any map of a spec, of its patches and of its schematic. */
export interface OddKey {
  readonly spec: unknown;
  readonly path: readonly string[];
}

/** Specs with a key in them that JavaScript objects have by themselves, where keys are free and where they are not. */
export function arbitraryOddKey(): fc.Arbitrary<OddKey> {
  const full = arbitrarySpec().map((spec) => ({
    ...spec,
    talos: { ...spec.talos, schematic: { extensions: ['siderolabs/qemu-guest-agent'], overlay: OVERLAY } },
    machine: { nodeLabels: { a: 'b' }, sysctls: { 'vm.x': 1 }, kubeletExtraArgs: { v: 2 } },
    kubernetes: {
      ...spec.kubernetes,
      apiServerExtraArgs: { v: 2 },
      oidc: { issuerUrl: 'https://id.example', clientId: 'a' },
    },
    patches: [{ machine: { sysctls: { 'vm.y': '1' } } }],
    outputs: { machineSecrets: true },
  }));
  return full.chain((spec) =>
    fc
      .record({
        map: fc.constantFrom([], ...mapsOf(spec)),
        key: fc.constantFrom('__proto__', ...OBJECT_NAMES),
        value: fc.oneof(fc.jsonValue(), fc.constant({ machineType: 'worker' }), fc.constant('a')),
      })
      .map(({ map, key, value }) => ({ spec: damaged(spec, [...map, key], value), path: [...map, key] })),
  );
}

const OVERLAY = { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic', options: { serial: true } };

function arbitraryNetwork(): fc.Arbitrary<ClusterSpec['network']> {
  return fc.record(
    {
      subnet: fc.constant('10.0.0.0/16'),
      gateway: fc.constant('10.0.0.1'),
      vip: fc.constant('10.0.0.2'),
      dnsServers: fc.constant(['1.1.1.1', '2606:4700:4700::1111']),
      searchDomains: fc.constant(['home.example']),
      link: fc.constantFrom('eth0', 'physical', 'enp1s0'),
      vlanId: fc.integer({ min: 1, max: 4094 }),
    },
    { requiredKeys: ['subnet'] },
  );
}

function arbitraryMachine(): fc.Arbitrary<Hardware & { readonly machineType: 'controlplane' | 'worker' }> {
  return fc.record(
    {
      machineType: fc.constantFrom<'controlplane' | 'worker'>('controlplane', 'worker'),
      cpuCores: fc.integer({ min: 1, max: 64 }),
      memoryMiB: fc.integer({ min: 1698, max: 65_536 }),
      diskGiB: fc.integer({ min: 6, max: 500 }),
      bios: fc.constantFrom<'ovmf' | 'seabios'>('ovmf', 'seabios'),
      onBoot: fc.boolean(),
      osDisk: fc.record({ discard: fc.boolean(), backup: fc.boolean() }, { requiredKeys: [] }),
      disks: arbitraryDisks(),
      nodeLabels: fc.dictionary(
        fc.constantFrom('tier', 'example.com/rack', ...OBJECT_NAMES),
        fc.constantFrom('a', 1, true),
      ),
      tags: fc.array(fc.constantFrom('gpu', 'Longhorn'), { maxLength: 2 }),
      update: fc.boolean(),
    },
    { requiredKeys: ['machineType'] },
  );
}

function arbitraryDisks(): fc.Arbitrary<NodeSpec['disks']> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 })
    .map((slots) =>
      Object.fromEntries(slots.map((slot, index) => [OBJECT_NAMES[index] ?? '', { slot, sizeGiB: slot * 10 }])),
    );
}

function nodes(
  machines: readonly (Hardware & { readonly machineType: 'controlplane' | 'worker' })[],
  mayUpdate: boolean,
): ClusterSpec['nodes'] {
  return Object.fromEntries(
    machines.map((machine, index) => [
      `node-${index}`,
      {
        ...machine,
        ...(!mayUpdate && { update: false }),
        address: `10.0.1.${index + 1}`,
        host: HOSTS[index % HOSTS.length],
        vmId: 100 + index,
        macAddress: `bc:24:11:00:00:0${index}`,
      },
    ]),
  );
}

function host(diskDatastoreId: string) {
  return { diskDatastoreId };
}

/** Every place inside a spec. */
function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => [[key], ...pathsOf(entry).map((path) => [key, ...path])]);
}

/** Every map inside a spec. */
function mapsOf(spec: unknown): readonly (readonly string[])[] {
  return pathsOf(spec).filter((path) => {
    const value = path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>>)[key], spec);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  });
}

function damaged(value: unknown, [key, ...rest]: readonly string[], damage: unknown): unknown {
  if (key === undefined) return damage;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === key ? damaged(item, rest, damage) : item));
  }
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [key]: damaged(Object.hasOwn(map, key) ? map[key] : undefined, rest, damage) };
}
