import type { LinkOptions } from '../network/link-settings';
import type { Draft } from '../values/draft';
import type { SecretReference } from '../values/secret-settings';
import { isPlainObject } from '../values/plain-object';
import type { ExtensionServiceOptions } from './settings/extension-services';
import type { HostDnsOptions } from './settings/host-dns';
import type { KubeletOptions } from './settings/kubelet';
import type { KubeSpanOptions } from './settings/kubespan';
import type { LoggingOptions } from './settings/logging';
import type { RegistryOptions } from './settings/registries';
import type { StorageOptions } from './settings/storage';
import type { SafeguardOptions } from './settings/safeguards';
import type { TimeOptions } from './settings/time';
import type { NodeTalosOptions } from './settings/node-options';

/** Settings of Talos as a cluster file has them, some of which may be missing. */
export type WrittenTalosOptions = Draft<NodeTalosOptions<string | number | boolean, SecretReference>>;

/** Puts a value over the one of another place, where both are there. */
type Join = (first: unknown, second: unknown) => unknown;

/** How each of some settings is put over the same one of another place. */
type Joins<T> = Readonly<Record<keyof Required<T>, Join>>;

const replaced: Join = (_first, second) => second;
const entries: Join = (first, second) =>
  isPlainObject(first) && isPlainObject(second) ? { ...first, ...second } : second;
const items: Join = (first, second) =>
  Array.isArray(first) && Array.isArray(second)
    ? distinct([...(first as readonly unknown[]), ...(second as readonly unknown[])])
    : second;

/** Settings inside of one, each put over in its own way. */
function inside<T>(joins: Joins<T>): Join {
  return (first, second) => (isPlainObject(first) && isPlainObject(second) ? joined(joins, first, second) : second);
}

/** Entries of maps, those of one name put over each other in their own way. */
function eachEntry(join: Join): Join {
  return (first, second) => {
    if (!isPlainObject(first) || !isPlainObject(second)) return second;
    const joinedEntries = Object.entries(second).map(([key, after]) => {
      const before = first[key];
      return [key, before === undefined || after === undefined ? (after ?? before) : join(before, after)] as const;
    });
    return { ...first, ...Object.fromEntries(joinedEntries) };
  };
}

const KUBELET = inside<KubeletOptions>({
  config: entries,
  mounts: items,
  nodeSubnets: replaced,
  defaultSeccompProfile: replaced,
  staticPodDirectory: replaced,
});

const JOINS: Joins<NodeTalosOptions> = {
  nodeLabels: entries,
  nodeTaints: entries,
  sysctls: entries,
  kernelModules: items,
  kernelModuleParameters: entries,
  udevRules: items,
  nodeAnnotations: entries,
  logging: inside<LoggingOptions>({ services: items, tags: entries, kernel: entries }),
  kubeSpan: inside<KubeSpanOptions>({
    enabled: replaced,
    advertiseKubernetesNetworks: replaced,
    allowDownPeerBypass: replaced,
    harvestExtraEndpoints: replaced,
    mtu: replaced,
    endpointFilters: replaced,
    excludeAdvertisedNetworks: items,
    extraEndpoints: items,
  }),
  links: inside<LinkOptions>({
    cards: eachEntry(entries),
    bonds: eachEntry(entries),
    bridges: eachEntry(entries),
    vlans: eachEntry(entries),
    dummies: eachEntry(entries),
    wireGuard: eachEntry(entries),
    vrfs: eachEntry(entries),
    blackholeRoutes: entries,
    routingRules: entries,
    tcpProbes: entries,
  }),
  storage: inside<StorageOptions>({
    systemVolumes: eachEntry(entries),
    userVolumes: entries,
    rawVolumes: entries,
    swapVolumes: entries,
    existingVolumes: entries,
  }),
  safeguards: inside<SafeguardOptions>({
    workloadIsolation: replaced,
    filesystemTrimHours: replaced,
    filesystemScrubHours: replaced,
  }),
  kubeletExtraArgs: entries,
  kubelet: KUBELET,
  registries: inside<RegistryOptions>({ mirrors: entries, tls: entries, auth: entries }),
  extensionServices: eachEntry(inside<ExtensionServiceOptions>({ environment: entries, configFiles: items })),
  trustedRoots: entries,
  time: inside<TimeOptions>({
    servers: replaced,
    ptpDevices: replaced,
    enabled: replaced,
    bootTimeoutSeconds: replaced,
  }),
  hostDns: inside<HostDnsOptions>({
    enabled: replaced,
    forwardKubeDnsToHost: replaced,
    resolveMemberNames: replaced,
  }),
  staticHosts: entries,
  certSans: items,
  controllerManagerExtraArgs: entries,
  schedulerExtraArgs: entries,
  etcdExtraArgs: entries,
  installDisk: replaced,
};

/**
 * Settings of Talos of one place over those of another: entries of maps and items of lists are joined, anything else is
 * replaced. What else the places hold is left out.
 *
 * @param first of more machines
 * @param second of fewer machines, or of one
 */
export function joinTalosOptions<T extends WrittenTalosOptions>(
  first: WrittenTalosOptions,
  second: T,
): Pick<T, keyof T & keyof NodeTalosOptions> {
  return joined(JOINS, first, second) as Pick<T, keyof T & keyof NodeTalosOptions>;
}

/** The settings of Talos among others. */
export function talosOptionsOf<T extends object>(settings: T): Pick<T, keyof T & keyof NodeTalosOptions> {
  const own = Object.entries(settings).filter(([key]) => Object.hasOwn(JOINS, key));
  return Object.fromEntries(own) as Pick<T, keyof T & keyof NodeTalosOptions>;
}

/** The settings beside those of Talos. */
export function withoutTalosOptions<T extends object>(settings: T): Omit<T, keyof NodeTalosOptions> {
  const others = Object.entries(settings).filter(([key]) => !Object.hasOwn(JOINS, key));
  return Object.fromEntries(others) as Omit<T, keyof NodeTalosOptions>;
}

function joined(joins: Readonly<Record<string, Join>>, first: object, second: object): object {
  const both = Object.entries(joins).flatMap(([key, join]) => {
    const before: unknown = Reflect.get(first, key);
    const after: unknown = Reflect.get(second, key);
    if (before === undefined && after === undefined) return [];
    return [[key, before === undefined || after === undefined ? (after ?? before) : join(before, after)] as const];
  });
  return Object.fromEntries(both);
}

function distinct(list: readonly unknown[]): readonly unknown[] {
  const written = list.map((item) => JSON.stringify(item));
  return list.filter((_, index) => written.indexOf(written[index] ?? '') === index);
}
