import type { MachineSettings, ShareSettings, VolumeSettings } from '../../../machine-config/settings/machine';
import type { KeySources } from '../../../machine-config/settings/encryption';
import type { MachineInterfaces } from '../../../machine-config/settings/interfaces';
import type { NodeTalosOptions } from '../../../machine-config/settings/node-options';
import type { Complete, OnlyKeysOf } from '../../../values/complete';
import type { InstallDiskSelector } from '../../../values/install-disk-settings';
import { lateList, lateText } from '../../private/late-values';
import type { TalosNodeProps } from '../talos-node-props';
import { lateOptions } from './late-options';

/** Settings that only one kind of machine has. */
export interface SettingsOfKind {
  /**
   * Network interface of a machine that names none.
   * @default - eth0
   */
  readonly defaultLink?: string;
  /**
   * Disk that Talos is installed on.
   * @default - the machine boots from its installed disk
   */
  readonly installDisk?: string | InstallDiskSelector;
  /**
   * Network interfaces.
   * @default - one, of which nothing more is known than its addresses
   */
  readonly interfaces?: MachineInterfaces;
  /**
   * Data disks that workloads can use.
   * @default - none
   */
  readonly volumes?: readonly VolumeSettings[];
  /**
   * Directories of its host that workloads can use.
   * @default - none
   */
  readonly shares?: readonly ShareSettings[];
  /**
   * Time after which the watchdog device acts.
   * @default - no watchdog
   */
  readonly watchdogSeconds?: number;
  /**
   * Where keys of encrypted volumes come from.
   * @default - nothing is known of it
   */
  readonly keySources?: KeySources;
}

/**
 * Talos settings of a machine.
 *
 * @param id of the construct, which names the machine unless the props do
 */
export function machineSettings(
  id: string,
  props: TalosNodeProps,
  { defaultLink, installDisk, interfaces, volumes, shares, watchdogSeconds, keySources }: SettingsOfKind = {},
): Complete<MachineSettings> {
  const {
    hostname = id,
    machineType,
    address,
    dhcp,
    network: { settings: network },
    dnsServers = network.dnsServers,
    link = network.link ?? defaultLink,
    kubernetesVersion,
    configPatches,
    ...talos
  } = props;
  const options: OnlyKeysOf<NodeTalosOptions, typeof talos> = talos;
  return {
    hostname,
    machineType,
    address: lateText(address),
    dhcp,
    interfaces,
    subnet: network.subnet,
    gateway: lateText(network.gateway),
    dnsServers: lateList(dnsServers),
    searchDomains: network.searchDomains,
    link,
    volumes,
    shares,
    watchdogSeconds,
    keySources,
    kubernetesVersion,
    configPatches,
    ...lateOptions({ ...options, installDisk }),
  };
}
