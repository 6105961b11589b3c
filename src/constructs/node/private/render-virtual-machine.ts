import type { Precondition } from 'cdktf';
import type {
  VirtualEnvironmentVmConfig,
  VirtualEnvironmentVmDisk,
  VirtualEnvironmentVmInitialization,
  VirtualEnvironmentVmNetworkDevice,
  VirtualEnvironmentVmVirtiofs,
} from '../../../../.gen/providers/proxmox/virtual-environment-vm';
import type { MachineSettings } from '../../../machine-config/settings/machine';
import type { StartupOptions } from '../../../virtual-machine/settings';
import { BootRoute } from '../../../values/boot-route';
import { ipFamily } from '../../../values/ip-address';
import { IpCidr } from '../../../values/ip-cidr';
import { nothingLeft } from '../../../values/nothing-left';
import { wholeList } from '../../private/late-values';
import { madeBeforeMachines } from '../../private/made-before';
import { nonEmpty } from '../../private/non-empty';
import { SYSTEM_DISK_SERIAL } from '../../../virtual-machine/volumes';
import { CDROM_DRIVE } from '../../../virtual-machine/limits';
import type { ITalosImage } from '../../image/talos-image';
import type { ProxmoxHost } from '../../proxmox/proxmox-host';
import { diskInterface, renderDataDisk, renderDisk } from './render-disk';
import { renderHardware } from './render-hardware';
import type { ResolvedNetworkDevice } from '../../../virtual-machine/network-devices';
import type {
  ResolvedDataDisk,
  ResolvedPciDevice,
  ResolvedVirtiofsShare,
  ResolvedVirtualMachine,
} from '../../../virtual-machine/resolved';

/** Surroundings of the resource beside its own settings. */
export interface VirtualMachineLinks {
  /** Host that the machine is made on. */
  readonly host: ProxmoxHost;
  /** Image that the system disk is made from. */
  readonly image: ITalosImage;
  /** Talos settings of the machine. */
  readonly machine: MachineSettings;
  /** Plain references; when one of them changes, the machine is replaced. */
  readonly replaceTriggeredBy: readonly string[];
  /** Volumes of disks that lie in virtual machines of their own, by the name of the disk. */
  readonly keptVolumes: ReadonlyMap<string, string>;
  /** Conditions that are asked before each plan of the machine. */
  readonly preconditions: readonly Precondition[];
}

/** The form that gives an empty second plan with the Proxmox provider. */
export function renderVirtualMachine(
  settings: ResolvedVirtualMachine,
  { host, image, machine, replaceTriggeredBy, keptVolumes, preconditions }: VirtualMachineLinks,
): VirtualEnvironmentVmConfig {
  const {
    vmId,
    cpuCores,
    cpuType,
    memoryMiB,
    diskDatastoreId,
    osDisk,
    dataDisks,
    networkDevices,
    bios,
    scsiHardware,
    onBoot,
    startup,
    guestAgent,
    pciDevices,
    usbDevices,
    virtiofs,
    description,
    tags,
    stackTag: _amongTheTags,
    holdsEphemeral: _ofTalos,
    poolId,
    onHostChange,
    protection,
    vmName = machine.hostname,
    cloudInitInterface,
    ...hardware
  } = settings;
  const route = ROUTES[image._bootRoute ?? BootRoute.IMPORT](image.fileIdOn(host));
  return {
    provider: host.provider,
    dependsOn: nonEmpty(madeBeforeMachines(host.provider)),
    nodeName: host.nodeName,
    migrate: onHostChange === 'migrate' ? true : undefined,
    vmId,
    name: vmName,
    description: description === '' ? undefined : description,
    tags: [...tags],
    poolId,
    bios,
    scsiHardware,
    operatingSystem: { type: 'l26' },
    onBoot,
    // Talos may not answer a shutdown, and what is destroyed needs none
    stopOnDestroy: true,
    protection: protection ? true : undefined,
    startup: startup && renderStartup(startup),
    // the agent may be silent until Talos is configured, which waits for the machine: so the machine waits for no agent
    agent: guestAgent ? { enabled: true, timeout: '2m', waitForIp: { disabled: true } } : undefined,
    bootOrder: [diskInterface(osDisk), ...(route.cdrom === undefined ? [] : [CDROM_DRIVE])],
    cdrom: route.cdrom,
    disk: [
      { ...renderDisk(osDisk), ...route.disk },
      ...dataDisks.map((disk) => renderDataDisk(disk, keptVolumes.get(disk.name))),
    ],
    networkDevice: networkDevices.map(renderNetworkDevice),
    initialization: renderInitialization(machine, { datastoreId: diskDatastoreId, interface: cloudInitInterface }),
    hostpci: nonEmpty(pciDevices.map(renderPciDevice)),
    virtiofs: nonEmpty(virtiofs.map(renderShare)),
    usb: nonEmpty(usbDevices.map(({ mapping, ...others }) => (nothingLeft(others), { mapping }))),
    lifecycle: {
      preventDestroy: protection ? true : undefined,
      ignoreChanges: nonEmpty([
        ...route.ignored,
        ...keptSizes(dataDisks),
        // it counts when the machine is made; a change later would restart it
        ...(guestAgent ? ['agent[0].wait_for_ip'] : []),
        ...(onHostChange === 'ignore' ? ['node_name'] : []),
      ]),
      replaceTriggeredBy: nonEmpty(replaceTriggeredBy),
      precondition: nonEmpty(preconditions),
    },
    ...renderHardware(hardware, { cpuType, cpuCores, memoryMiB, bios }),
  };
}

/** A disk that another machine keeps grows there: the provider resizes no volume that is not the machine's own. */
/** Proxmox VE keeps no value that is its default. */
function renderShare({
  mapping,
  cache,
  directIo,
  exposeAcl,
  exposeXattr,
  ...rest
}: ResolvedVirtiofsShare): VirtualEnvironmentVmVirtiofs {
  nothingLeft(rest);
  return {
    mapping,
    cache: cache === 'auto' ? undefined : cache,
    directIo: directIo || undefined,
    exposeAcl: exposeAcl || undefined,
    exposeXattr: exposeXattr || undefined,
  };
}

function keptSizes(dataDisks: readonly ResolvedDataDisk[]): readonly string[] {
  return dataDisks.flatMap(({ diskVm }, index) => (diskVm === undefined ? [] : [`disk[${index + 1}].size`]));
}

/** Part of a machine that brings its image. */
interface ImageRoute {
  /** Part of the system disk. */
  readonly disk: Partial<VirtualEnvironmentVmDisk>;
  /** The CD-ROM. */
  readonly cdrom?: VirtualEnvironmentVmConfig['cdrom'];
  /** The image matters when the disk is made and never again. */
  readonly ignored: readonly string[];
}

const ROUTES: Readonly<Record<`${BootRoute}`, (fileId: string) => ImageRoute>> = {
  import: (importFromAttribute) => ({ disk: { importFromAttribute }, ignored: ['disk[0].import_from'] }),
  file: (fileId) => ({ disk: { fileId }, ignored: ['disk[0].file_id'] }),
  // a machine does not start without the file in its CD-ROM, so that follows the image
  iso: (fileId) => ({
    disk: { serial: SYSTEM_DISK_SERIAL },
    cdrom: { fileId, interface: CDROM_DRIVE },
    ignored: [],
  }),
};

function renderStartup(startup: StartupOptions): NonNullable<VirtualEnvironmentVmConfig['startup']> {
  const { order, upDelaySeconds, downDelaySeconds, ...rest } = startup;
  nothingLeft(rest);
  return { order, upDelay: upDelaySeconds, downDelay: downDelaySeconds };
}

/** An attribute in the provider's schema, not a block: JSON must hold every key, unset ones as null. */
function renderNetworkDevice(settings: ResolvedNetworkDevice): VirtualEnvironmentVmNetworkDevice {
  const { slot: _position, bridge, vlanId, macAddress, model, trunks, mtu, queues, firewall, ...others } = settings;
  const { rateLimitMegabytesPerSecond, ...rest } = others;
  nothingLeft(rest);
  const device: EveryKey<VirtualEnvironmentVmNetworkDevice> = {
    bridge,
    macAddress: macAddress ?? null,
    vlanId: vlanId ?? null,
    disconnected: null,
    enabled: null, // deprecated, and any value draws a warning
    firewall: firewall ?? null,
    model: model ?? null,
    // Proxmox VE has 1 for that of the bridge
    mtu: mtu === 'bridge' ? 1 : (mtu ?? null),
    queues: queues ?? null,
    rateLimit: rateLimitMegabytesPerSecond ?? null,
    trunks: trunks === undefined ? null : [...trunks].sort((a, b) => a - b).join(';'),
  };
  return device as unknown as VirtualEnvironmentVmNetworkDevice;
}

type EveryKey<T> = { readonly [K in keyof T]-?: T[K] | null };

/**
 * The machine answers on its own address before it is configured. Cards beside the first have their addresses from Talos
 * alone: whatever is changed here restarts the machine.
 */
function renderInitialization(
  machine: MachineSettings,
  drive: Pick<VirtualEnvironmentVmInitialization, 'datastoreId' | 'interface'>,
): VirtualEnvironmentVmInitialization {
  const { address, dhcp = false, subnet, gateway, dnsServers = [], searchDomains = [] } = machine;
  const family = ipFamily(IpCidr.of(subnet).address) === 4 ? 'ipv4' : 'ipv6';
  return {
    ...drive,
    ipConfig: dhcp
      ? [{ ipv4: { address: 'dhcp' } }]
      : [{ [family]: { address: `${address}/${IpCidr.of(subnet).prefixLength}`, gateway } }],
    dns:
      dnsServers.length + searchDomains.length > 0
        ? {
            domain: searchDomains.length > 0 ? searchDomains.join(' ') : undefined,
            servers: nonEmpty(wholeList(dnsServers)),
          }
        : undefined,
  };
}

function renderPciDevice(device: ResolvedPciDevice, index: number) {
  const { mapping, pcie, rombar, xvga, ...rest } = device;
  nothingLeft(rest);
  return { device: `hostpci${index}`, mapping, pcie, rombar, xvga };
}
