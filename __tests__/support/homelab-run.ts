import { Homelab, type HomelabOptions } from '../../homelab/homelab';
import type { Call, FaultRule, Simulator } from '../../homelab/simulator';
import { type Plan, TofuError, type TofuResult, type TofuRun, type Workspace } from '../../homelab/tofu/workspace';
import { type ClusterPrograms, provideClusterPrograms } from '../../scripts/toolchain/kubernetes';
import { describeWithTofu, toolchain } from './tofu';

export { TofuError };
export type { Call, FaultRule, Homelab, Plan, Simulator, TofuResult, TofuRun, Workspace };

/** Options of a homelab; programs come from the toolchain. */
export type RunOptions = Partial<HomelabOptions>;

/** Homelabs of the tests of one `describe`. */
export interface Homelabs {
  /** A homelab for a cluster, which is closed after the test whatever becomes of it. */
  readonly open: (spec: unknown, options?: RunOptions) => Promise<Homelab>;
  /** The same for a homelab that the tests share: it is closed after the last one. To be called in `beforeAll`. */
  readonly openForAll: (spec: unknown, options?: RunOptions) => Promise<Homelab>;
}

/**
 * A `describe` of tests that make clusters in simulated homelabs. They need Linux and what the toolchain builds; where
 * that cannot be had they are reported as skipped and the reason is printed.
 */
export function describeHomelab(name: string, tests: (homelabs: Homelabs) => void): void {
  if (process.platform !== 'linux') {
    process.stderr.write(
      `${name}: needs all of 127.0.0.0/8, which ${process.platform} does not have; run it on Linux\n`,
    );
    describe.skip(name, () => tests(homelabs()));
    return;
  }
  describeWithTofu(name, () => tests(homelabs()));
}

/** Homelabs that are closed after each test, or after all of them. */
function homelabs(): Homelabs {
  const opened: Homelab[] = [];
  const shared: Homelab[] = [];
  const closeAll = (homelabs: Homelab[]) => Promise.all(homelabs.splice(0).map((homelab) => homelab.close()));
  const openInto =
    (list: Homelab[]): Homelabs['open'] =>
    async (spec, options) => {
      const homelab = await Homelab.open(spec, { toolchain: toolchain(), programs: clusterPrograms(), ...options });
      list.push(homelab);
      return homelab;
    };
  afterEach(() => closeAll(opened), 60_000);
  afterAll(() => closeAll(shared), 60_000);
  return { open: openInto(opened), openForAll: openInto(shared) };
}

/** The API server and etcd of clusters; the first call of all takes minutes. */
export function clusterPrograms(): ClusterPrograms {
  return provideClusterPrograms((line) => {
    if (/: (building|built) /.test(line)) process.stderr.write(`${line}\n`);
  });
}

/** Leftovers of a homelab after a destroy, in words; empty when there are none. */
export async function leftovers({ simulator }: Homelab): Promise<string[]> {
  const { proxmox, talos, git } = (await simulator.inventory()) as Inventory;
  return [
    ...proxmox.flatMap(({ guests }) => guests.map(({ id, name }) => `VM ${id} ${name}`)),
    ...proxmox.flatMap(({ files }) => files.map(({ id }) => `file ${id}`)),
    ...proxmox.flatMap(({ mappings }) =>
      Object.values(mappings).flatMap((names) => names.map((name) => `mapping ${name}`)),
    ),
    ...proxmox.flatMap(({ ha }) => Object.values(ha).flatMap((names) => names.map((name) => `HA ${name}`))),
    ...proxmox.flatMap(({ backups }) => Object.keys(backups).map((name) => `backup job ${name}`)),
    ...proxmox.flatMap(({ sdn, sdnRunning }) =>
      [sdn, sdnRunning].flatMap(({ vnets }) => vnets.map((name) => `vnet ${name}`)),
    ),
    ...talos.nodes.filter(({ physical }) => !physical).map(({ name }) => `machine ${name}`),
    ...(git ?? []).flatMap(({ name, deployKeys }) => deployKeys.map(({ title }) => `deploy key ${title} of ${name}`)),
  ];
}

/** The part of what the simulator tells of itself that these tests look at. */
interface Inventory {
  readonly proxmox: readonly {
    readonly guests: readonly { readonly id: number; readonly name: string }[];
    readonly files: readonly { readonly id: string }[];
    readonly mappings: Readonly<Record<string, readonly string[]>>;
    readonly ha: Readonly<Record<string, readonly string[]>>;
    readonly sdn: { readonly vnets: readonly string[] };
    readonly sdnRunning: { readonly vnets: readonly string[] };
    readonly backups: Readonly<Record<string, string>>;
  }[];
  readonly talos: { readonly nodes: readonly { readonly name: string; readonly physical?: boolean }[] };
  readonly git: readonly { readonly name: string; readonly deployKeys: readonly { readonly title: string }[] }[] | null;
}
