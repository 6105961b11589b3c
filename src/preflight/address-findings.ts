import {
  addressesFree,
  addressesNotJudged,
  addressInUse,
  addressMayBeInUse,
  answeredByProxy,
  configuredAlready,
  endpointInUse,
  endpointUnresolved,
  existenceUnknown,
  machineSilent,
  machinesReady,
  MAINTENANCE_NAME,
  noWay,
  otherSystem,
  vipInUse,
  vipMayBeInUse,
} from './address-faults';
import { joinObservations, type Observation } from './observation';
import {
  type AddressAnswer,
  isAnsweredForNobody,
  isLoopback,
  KUBERNETES_PORT,
  probeAddress,
  SSH_PORT,
  TALOS_PORT,
} from './probe-address';
import { resolveHost } from './resolve-host';

/** A machine with its address. */
export interface AddressedMachine {
  /** Its name. */
  readonly name: string;
  /** Its address. */
  readonly address: string;
  /** True if Proxmox VE makes it. */
  readonly isVirtual: boolean;
  /** True for a control plane. */
  readonly isControlPlane: boolean;
}

/** Addresses that a cluster takes, and what is known of it. */
export interface ClusterAddresses {
  /** Its machines. */
  readonly machines: readonly AddressedMachine[];
  /**
   * Virtual IP of the control planes.
   * @default - none
   */
  readonly vip?: string;
  /** URL of the Kubernetes API. */
  readonly clusterEndpoint: string;
  /** Virtual machines by name, each with whether it is there; those of which that is not known are left out. */
  readonly present: ReadonlyMap<string, boolean>;
  /**
   * True if the state has anything of the cluster.
   * @default - the state was not read
   */
  readonly isApplied?: boolean;
}

const PORTS = [TALOS_PORT, KUBERNETES_PORT, SSH_PORT];

/** Looks whether addresses of a cluster are taken by others: all of those at once that nothing of the cluster has yet. */
export async function addressFindings(cluster: ClusterAddresses): Promise<Observation> {
  const { machines, vip } = cluster;
  const addresses = [...machines.map(({ address }) => address), ...(vip === undefined ? [] : [vip])];
  const isOutside = addresses.some((address) => !isLoopback(address));
  if (isOutside && (await isAnsweredForNobody(PORTS))) {
    return joinObservations([{ unknown: [addressesNotJudged(addresses, answeredByProxy())] }]);
  }
  const found = await Promise.all([
    ...cluster.machines.map((machine) => (machine.isVirtual ? virtualMachine : physicalMachine)(machine, cluster)),
    virtualIp(cluster),
    endpoint(cluster),
  ]);
  const { free, ready, unjudged, unreached, ...rest } = gathered(found);
  return joinObservations([
    rest,
    {
      unknown: [
        ...(unjudged.length > 0 ? [addressesNotJudged(unjudged, existenceUnknown())] : []),
        ...(unreached.length > 0 ? [addressesNotJudged(unreached, noWay())] : []),
      ],
      fine: [...(free.length > 0 ? [addressesFree(free)] : []), ...(ready.length > 0 ? [machinesReady(ready)] : [])],
    },
  ]);
}

/** Findings at one address; addresses of which the same can be said are told in one sentence. */
interface Found extends Partial<Pick<Observation, 'errors' | 'warnings'>> {
  readonly free?: string;
  readonly ready?: string;
  readonly unjudged?: string;
  readonly unreached?: string;
}

function gathered(found: readonly Found[]) {
  const of = (key: 'free' | 'ready' | 'unjudged' | 'unreached'): readonly string[] =>
    found.flatMap((each) => each[key] ?? []);
  return {
    ...joinObservations(found.map(({ errors = [], warnings = [] }) => ({ errors, warnings }))),
    free: of('free'),
    ready: of('ready'),
    unjudged: of('unjudged'),
    unreached: of('unreached'),
  };
}

/** Whatever Proxmox VE knows of the machine takes precedence over the state of the whole cluster. */
async function virtualMachine({ name, address }: AddressedMachine, cluster: ClusterAddresses): Promise<Found> {
  const isPresent = cluster.present.get(name) ?? (cluster.isApplied === false ? false : undefined);
  if (isPresent === true) return {};
  if (isPresent === undefined) return { unjudged: address };
  return taken(address, await probeAddress(address, PORTS), {
    inUse: (open) => addressInUse(name, address, open),
    mayBeInUse: () => addressMayBeInUse(name, address),
  });
}

/** It has to be there before an apply, and to wait for a configuration. */
async function physicalMachine({ name, address }: AddressedMachine, { isApplied }: ClusterAddresses): Promise<Found> {
  if (isApplied === true) return {};
  if (isApplied === undefined) return { unjudged: address };
  const { open, isUnreachable } = await probeAddress(address, PORTS);
  const talos = open.find(({ port }) => port === TALOS_PORT);
  if (talos?.says === MAINTENANCE_NAME) return { ready: name };
  if (talos !== undefined) return { errors: [configuredAlready(name, address, [talos])] };
  if (open.length > 0) return { errors: [otherSystem(name, address, open)] };
  return isUnreachable ? { unreached: address } : { warnings: [machineSilent(name, address)] };
}

async function virtualIp(cluster: ClusterAddresses): Promise<Found> {
  const { vip } = cluster;
  if (vip === undefined) return {};
  const exists = hasControlPlane(cluster);
  if (exists === true) return {};
  if (exists === undefined) return { unjudged: vip };
  return taken(vip, await probeAddress(vip, PORTS), {
    inUse: (open) => vipInUse(vip, open),
    mayBeInUse: () => vipMayBeInUse(vip),
  });
}

/** A load balancer takes connections before anything is behind it, so only a certificate is an answer of a Kubernetes API. */
async function endpoint(cluster: ClusterAddresses): Promise<Found> {
  const { clusterEndpoint, machines, vip } = cluster;
  const url = new URL(clusterEndpoint);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const own = [...machines.map(({ address }) => address), ...(vip === undefined ? [] : [vip])];
  if (own.includes(host)) return {};
  const resolved = await resolveHost(host);
  if ('reason' in resolved) return { warnings: [endpointUnresolved(clusterEndpoint, host, resolved.reason)] };
  const foreign = resolved.addresses.filter((address) => !own.includes(address));
  const exists = hasControlPlane(cluster);
  if (foreign.length === 0 || exists === true) return {};
  if (exists === undefined) return { unjudged: host };
  const answers = await Promise.all(foreign.map((address) => probeAddress(address, [Number(url.port || 443)])));
  const answer = answers.flatMap(({ open }) => open).find(({ says }) => says !== undefined);
  return answer === undefined ? {} : { errors: [endpointInUse(clusterEndpoint, answer)] };
}

/** If the cluster has a control plane; nothing if that is not known. */
function hasControlPlane({ machines, present, isApplied }: ClusterAddresses): boolean | undefined {
  const known = machines
    .filter(({ isControlPlane }) => isControlPlane)
    .map(({ name, isVirtual }) => (isVirtual ? (present.get(name) ?? isApplied) : isApplied));
  if (known.includes(true)) return true;
  return known.includes(undefined) ? undefined : false;
}

interface TakenWords {
  readonly inUse: (open: AddressAnswer['open']) => string;
  readonly mayBeInUse: () => string;
}

function taken(address: string, { open, isRefused, isUnreachable }: AddressAnswer, words: TakenWords): Found {
  if (open.length > 0) return { errors: [words.inUse(open)] };
  if (isRefused) return { warnings: [words.mayBeInUse()] };
  return isUnreachable ? { unreached: address } : { free: address };
}
