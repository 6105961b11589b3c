import type { Precondition } from 'cdktf';
import type {
  VirtualEnvironmentVmConfig,
  VirtualEnvironmentVmDisk,
  VirtualEnvironmentVmInitialization,
  VirtualEnvironmentVmNetworkDevice,
} from '../../../.gen/providers/proxmox/virtual-environment-vm';
import { BootRoute } from '../../values/boot-route';
import { ipFamily } from '../../values/ip-address';
import { IpCidr } from '../../values/ip-cidr';
import { nonEmpty } from './non-empty';
import type { DiskFacts, VirtualMachineFacts } from './virtual-machine-facts';

/** What the resource depends on beside the facts. */
export interface VirtualMachineLinks {
  /** Plain references; when one of them changes, the machine is made anew. */
  readonly replaceTriggeredBy: readonly string[];
  /** What is asked before each plan of the machine. */
  readonly preconditions: readonly Precondition[];
}

/** The form that gives an empty second plan with the Proxmox provider. */
export function renderVirtualMachine(
  facts: VirtualMachineFacts,
  links: VirtualMachineLinks,
): VirtualEnvironmentVmConfig {
  const [systemDisk, ...dataDisks] = facts.allDisks;
  const isImported = facts.image.bootRoute === BootRoute.IMPORT;
  const fileId = facts.image.fileIdOn(facts.host);
  return {
    provider: facts.host.provider,
    nodeName: facts.host.nodeName,
    migrate: facts.onHostChange === 'migrate' ? true : undefined,
    vmId: facts.vmId,
    name: facts.machine.hostname,
    description: facts.description,
    tags: [...facts.tags],
    poolId: facts.poolId,
    machine: 'q35',
    bios: facts.bios,
    scsiHardware: facts.scsiHardware,
    operatingSystem: { type: 'l26' },
    onBoot: facts.onBoot,
    // Talos may not answer a shutdown, and what is destroyed needs none
    stopOnDestroy: true,
    protection: facts.protection ? true : undefined,
    startup: facts.startup && {
      order: facts.startup.order,
      upDelay: facts.startup.upDelaySeconds,
      downDelay: facts.startup.downDelaySeconds,
    },
    // the agent may be silent until Talos is configured, which waits for the machine: so the machine waits for no agent
    agent: facts.guestAgent ? { enabled: true, timeout: '2m', waitForIp: { disabled: true } } : undefined,
    cpu: { type: facts.cpuType, cores: facts.cpuCores },
    memory: { dedicated: facts.memoryMiB },
    serialDevice: [{ device: 'socket' }],
    // enrolled keys of Microsoft would keep Talos from enrolling its own
    efiDisk:
      facts.bios === 'ovmf' ? { datastoreId: facts.diskDatastoreId, type: '4m', preEnrolledKeys: false } : undefined,
    bootOrder: [diskInterface(systemDisk)],
    disk: [
      { ...renderDisk(systemDisk), ...(isImported ? { importFromAttribute: fileId } : { fileId }) },
      ...dataDisks.map(renderDisk),
    ],
    networkDevice: [renderNetworkDevice(facts)],
    initialization: renderInitialization(facts),
    hostpci: nonEmpty(facts.pciDevices.map(renderPciDevice)),
    lifecycle: {
      preventDestroy: facts.protection ? true : undefined,
      ignoreChanges: [
        // the image matters when the disk is made and never again
        isImported ? 'disk[0].import_from' : 'disk[0].file_id',
        // it counts when the machine is made; a change later would restart it
        ...(facts.guestAgent ? ['agent[0].wait_for_ip'] : []),
        ...(facts.onHostChange === 'ignore' ? ['node_name'] : []),
      ],
      replaceTriggeredBy: nonEmpty(links.replaceTriggeredBy),
      precondition: nonEmpty(links.preconditions),
    },
  };
}

function diskInterface({ bus, slot }: DiskFacts): string {
  return `${bus}${slot}`;
}

function renderDisk(disk: DiskFacts): VirtualEnvironmentVmDisk {
  return {
    interface: diskInterface(disk),
    datastoreId: disk.datastoreId,
    size: disk.sizeGiB,
    // the one format that all kinds of datastores take
    fileFormat: 'raw',
    cache: disk.cache,
    discard: disk.discard ? 'on' : 'ignore',
    ssd: disk.ssd,
    iothread: disk.ioThread,
    serial: disk.serial,
    backup: disk.backup,
    replicate: disk.replicate,
    aio: disk.aio,
  };
}

/** An attribute in the provider's schema, not a block: JSON must hold every key, unset ones as null. */
function renderNetworkDevice(facts: VirtualMachineFacts): VirtualEnvironmentVmNetworkDevice {
  const device: Complete<VirtualEnvironmentVmNetworkDevice> = {
    bridge: facts.networkBridge,
    macAddress: facts.macAddress ?? null,
    vlanId: facts.vlanId ?? null,
    disconnected: null,
    enabled: null, // deprecated, and any value draws a warning
    firewall: null,
    model: null,
    mtu: null,
    queues: null,
    rateLimit: null,
    trunks: null,
  };
  return device as unknown as VirtualEnvironmentVmNetworkDevice;
}

type Complete<T> = { readonly [K in keyof T]-?: T[K] | null };

/** The machine answers on its own address before it is configured. */
function renderInitialization({ machine, diskDatastoreId }: VirtualMachineFacts): VirtualEnvironmentVmInitialization {
  const { address, subnet, gateway, dnsServers = [], searchDomains = [] } = machine;
  const family = ipFamily(IpCidr.of(subnet).address) === 4 ? 'ipv4' : 'ipv6';
  return {
    datastoreId: diskDatastoreId,
    ipConfig: [{ [family]: { address: `${address}/${IpCidr.of(subnet).prefixLength}`, gateway } }],
    dns:
      dnsServers.length + searchDomains.length > 0
        ? {
            domain: searchDomains.length > 0 ? searchDomains.join(' ') : undefined,
            servers: nonEmpty(dnsServers),
          }
        : undefined,
  };
}

function renderPciDevice({ mapping, pcie, rombar, xvga }: VirtualMachineFacts['pciDevices'][number], index: number) {
  return { device: `hostpci${index}`, mapping, pcie, rombar, xvga };
}
