import { directoryNotOnHost, mappingNotOnHost, mappingUsedUp } from './device-faults';
import type { SpecFacts } from '../spec-facts';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';

/** A device as a mapping lists it. */
interface ListedDevice {
  readonly host?: string;
  readonly id?: string;
  readonly path?: string;
}

/** Devices that a host hands to one machine only. */
interface DeviceKind {
  /** Setting of a machine. */
  readonly devices: 'pciDevices' | 'usbDevices';
  /** Setting of an endpoint. */
  readonly mappings: 'pciMappings' | 'usbMappings';
  /** Tells two devices of a host apart. */
  readonly placeOf: (device: ListedDevice) => string;
}

const DEVICE_KINDS: readonly DeviceKind[] = [
  { devices: 'pciDevices', mappings: 'pciMappings', placeOf: ({ path }) => placeOf(path) },
  { devices: 'usbDevices', mappings: 'usbMappings', placeOf: ({ path, id = '' }) => path ?? id },
];

/** A device that a machine takes from a mapping of its endpoint. */
interface TakenDevice {
  readonly machine: string;
  readonly mapping: string;
  readonly kind: DeviceKind;
  readonly path: Path;
  /** Where the machine runs. */
  readonly hostKey: string;
  /** Places of the devices that the mapping lists on that host; undefined if the mapping is not made here. */
  readonly devices: readonly string[] | undefined;
}

/** A device that nothing is left of, and the machines that have what the mapping lists. */
interface UnservedDevice extends TakenDevice {
  readonly holders: readonly string[];
}

const MAPPING_RULE: SpecRule<TakenDevice> = {
  path: ({ path }) => path,
  condition: ({ devices }) => devices === undefined || devices.length > 0,
  message: ({ mapping, kind, hostKey }) => mappingNotOnHost(mapping, kind.mappings, hostKey),
};

const DEVICE_RULE: SpecRule<UnservedDevice> = {
  path: ({ path }) => path,
  condition: ({ holders }) => holders.length === 0,
  message: ({ mapping, kind, hostKey, holders }) => mappingUsedUp(mapping, kind.mappings, hostKey, holders),
};

/** A directory that a machine shares by a mapping of its endpoint. */
interface TakenDirectory {
  readonly mapping: string;
  readonly path: Path;
  readonly hostKey: string;
  readonly isListed: boolean;
}

const DIRECTORY_RULE: SpecRule<TakenDirectory> = {
  path: ({ path }) => path,
  condition: ({ isListed }) => isListed,
  message: ({ mapping, hostKey }) => directoryNotOnHost(mapping, hostKey),
};

/** Checks that each machine finds the devices that it takes, and finds them free: a host hands each out once. */
export function checkDevices(cluster: SpecFacts, findings: Findings): void {
  findings.check([DIRECTORY_RULE], takenDirectories(cluster));
  for (const kind of DEVICE_KINDS) {
    const taken = takenDevices(cluster, kind);
    findings.check([MAPPING_RULE], taken);
    for (const hostKey of new Set(taken.map((device) => device.hostKey))) {
      findings.check([DEVICE_RULE], unserved(taken.filter((device) => device.hostKey === hostKey)));
    }
  }
}

/** Any number of machines may share a directory. */
function takenDirectories({ nodes, spec, isUncertain }: SpecFacts): readonly TakenDirectory[] {
  return nodes.flatMap(({ options, hosts: [host], written }) =>
    Object.entries(options.virtiofs ?? {}).flatMap(([name, { mapping } = {}]) => {
      if (mapping === undefined || host === undefined) return [];
      const place = ['proxmox', 'endpoints', host.endpointName, 'directoryMappings', mapping];
      const directories = spec.proxmox?.endpoints?.[host.endpointName]?.directoryMappings?.[mapping]?.directories;
      const isListed =
        isUncertain(...place) ||
        directories === undefined ||
        directories.some((directory) => directory?.host === host.nodeName);
      return [{ mapping, path: [...written('virtiofs'), name, 'mapping'], hostKey: host.key, isListed }];
    }),
  );
}

function takenDevices({ nodes, spec, isUncertain }: SpecFacts, kind: DeviceKind): readonly TakenDevice[] {
  return nodes.flatMap(({ name, options, hosts: [host], written }) =>
    (options[kind.devices] ?? []).flatMap(({ mapping }: { readonly mapping?: string } = {}, index) => {
      if (mapping === undefined || host === undefined) return [];
      const path = ['proxmox', 'endpoints', host.endpointName, kind.mappings, mapping];
      const listed: readonly (ListedDevice | undefined)[] | undefined =
        spec.proxmox?.endpoints?.[host.endpointName]?.[kind.mappings]?.[mapping]?.devices;
      return {
        machine: name,
        mapping,
        kind,
        path: [...written(kind.devices), index, 'mapping'],
        hostKey: host.key,
        devices: isUncertain(...path)
          ? undefined
          : listed?.flatMap((device) => (device?.host === host.nodeName ? [kind.placeOf(device)] : [])),
      };
    }),
  );
}

/** A place without function stands for all functions of the device, the first of which every device has. */
function placeOf(path = ''): string {
  return path.includes('.') ? path : `${path}.0`;
}

/**
 * Machines that are left without a device when as many as possible have one. A later one may take the device of an earlier one that
 * finds another.
 */
function unserved(taken: readonly TakenDevice[]): readonly UnservedDevice[] {
  const holders = new Map<string, TakenDevice>();
  const serve = (taker: TakenDevice, tried: Set<string>): boolean =>
    (taker.devices ?? []).some((device) => {
      if (tried.has(device)) return false;
      tried.add(device);
      const holder = holders.get(device);
      if (holder !== undefined && !serve(holder, tried)) return false;
      holders.set(device, taker);
      return true;
    });
  return taken
    .filter(({ devices = [] }) => devices.length > 0)
    .filter((taker) => !serve(taker, new Set()))
    .map((taker) => {
      const machines = (taker.devices ?? []).flatMap((device) => holders.get(device)?.machine ?? []);
      return { ...taker, holders: [...new Set(machines)] };
    });
}
