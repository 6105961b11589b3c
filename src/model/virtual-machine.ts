import { withoutTalosOptions } from '../machine-config/join-options';
import { ephemeralSelector, isEphemeralOnSystemDisk } from '../machine-config/patches/ephemeral-volume';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import type { NodeSpec } from '../cluster-file/node-settings';
import type { OnlyKeysOf } from '../values/complete';
import type { Draft } from '../values/draft';
import type { CardNames } from '../values/deterministic-mac';
import { macOf, primaryMac } from '../virtual-machine/network-devices';
import type { VirtualMachineSettings } from '../virtual-machine/settings';
import type { VmModel } from './cluster-model';
import type { ConfigPatches } from './config-patches';
import { isUnderHighAvailability } from './high-availability';
import type { HostFacts } from './hosts';
import type { NodeFacts } from './node-facts';
import { joinLists } from './node-options';

/** Tags of machines unless the spec has others. */
const TAGS = ['k8s'];

/** The virtual machine of a node. Settings that the spec leaves open are left open: `ProxmoxNode` knows their defaults. */
export function vmModel(facts: NodeFacts, host: HostFacts, spec: ClusterSpec, patches: ConfigPatches): VmModel {
  const { name, proxmox, network } = spec;
  const settings = virtualMachineOf(facts.options) as VirtualMachineSettings;
  const { tags, vlanId = network.vlanId, macAddress, networkDevices, onHostChange, ...hardware } = settings;
  const names = { cluster: name, hostname: facts.name };
  return {
    ...hardware,
    // the same in every stack of the cluster
    macAddress: primaryMac({ macAddress, dhcp: facts.options.dhcp }, names),
    networkDevices: networkDevices && withMacs(networkDevices, names),
    hostKey: host.key,
    // a host that takes it over is its place from then on
    onHostChange: onHostChange ?? (isUnderHighAvailability(facts, spec) ? 'ignore' : undefined),
    // of a type or of all machines too, which a construct does not know of
    holdsEphemeral: isEphemeralOnSystemDisk(ephemeralSelector(facts.options, spec.machine), patches.of(facts))
      ? undefined
      : false,
    vlanId,
    tags: joinLists(proxmox?.tags ?? TAGS, tags),
    roleTag: proxmox?.roleTags ?? true,
  };
}

function withMacs(
  devices: NonNullable<VirtualMachineSettings['networkDevices']>,
  names: CardNames,
): VirtualMachineSettings['networkDevices'] {
  return Object.fromEntries(
    Object.entries(devices).map(([name, device]) => [name, { ...device, macAddress: macOf(device, name, names) }]),
  );
}

/** Settings of a machine without those of Talos, of its place and of its image. */
export function virtualMachineOf(options: Draft<NodeSpec>): Draft<VirtualMachineSettings> {
  const {
    machineType: _machineType,
    address: _address,
    size: _size,
    link: _link,
    dhcp: _dhcp,
    dnsServers: _dnsServers,
    patches: _patches,
    host: _host,
    schematic: _schematic,
    presets: _presets,
    update: _update,
    architecture: _architecture,
    ...settings
  } = withoutTalosOptions(options);
  const rest: OnlyKeysOf<VirtualMachineSettings, typeof settings> = settings;
  return rest;
}
