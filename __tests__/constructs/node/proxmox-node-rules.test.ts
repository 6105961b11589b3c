import { type TerraformStack, TerraformVariable } from 'cdktf';
import type { ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node-props';
import { TalosImage } from '../../../src/constructs/image/talos-image';
import { Architecture } from '../../../src/values/architecture';
import { DiskBus } from '../../../src/values/disk-bus';
import { MachineType } from '../../../src/values/machine-type';
import { Platform } from '../../../src/values/platform';
import { Schematic } from '../../../src/values/schematic/schematic';
import { TalosVersion } from '../../../src/values/talos-version';
import { image, machine, node } from '../../support/homelab';
import { testStack } from '../../support/synth';

type Props = Partial<ProxmoxNodeProps>;

function build(props: Props | ((stack: TerraformStack) => Props)): void {
  const { stack } = testStack();
  node(stack, typeof props === 'function' ? props(stack) : props);
}

function importedImage(platform: Platform, architecture: Architecture) {
  return (stack: TerraformStack): Props => ({
    image: TalosImage.fromTalosImageAttributes(stack, 'other', {
      talosVersion: TalosVersion.of('v1.13.9'),
      schematicId: 'a'.repeat(64),
      fileIds: { 'main/pve1': 'local:import/talos.qcow2' },
      platform,
      architecture,
    }),
  });
}

const disk = (changes: object) => ({ disks: [{ name: 'data', slot: 1, sizeGiB: 10, ...changes }] });

describe('ProxmoxNode fails', () => {
  const cases: readonly (readonly [string, Props | ((stack: TerraformStack) => Props), string])[] = [
    [
      'when the hostname is no DNS label',
      { machine: machine({ hostname: 'CP_1' }) },
      'hostname must be at most 63 lower-case letters, digits and inner dashes; got "CP_1"',
    ],
    [
      'when the subnet is no network',
      { machine: machine({ subnet: '10.0.0.0' }) },
      'subnet must be a network with the length of its prefix, such as 10.0.0.0/24; got "10.0.0.0"',
    ],
    [
      'when the address is none',
      { machine: machine({ address: '10.0.0.300' }) },
      'address must be an IPv4 or IPv6 address without prefix, such as 10.0.0.11; got "10.0.0.300"',
    ],
    [
      'when the address has a prefix',
      { machine: machine({ address: '10.0.0.11/24' }) },
      'address must be an IPv4 or IPv6 address without prefix, such as 10.0.0.11; got "10.0.0.11/24"',
    ],
    [
      'when the address is outside of its subnet',
      { machine: machine({ address: '10.0.1.11' }) },
      'address 10.0.1.11 is not in subnet 10.0.0.0/24; write an address of the subnet, or the right subnet',
    ],
    [
      'when the gateway is no address',
      { machine: machine({ gateway: '10.0.0.1/24' }) },
      'gateway must be an IPv4 or IPv6 address without prefix, such as 10.0.0.1; got "10.0.0.1/24"',
    ],
    [
      'when the gateway is of the other family',
      { machine: machine({ gateway: 'fe80::1' }) },
      'gateway: got "fe80::1", but the machines have IPv4 addresses, 10.0.0.0/24; write the IPv4 address of the router',
    ],
    [
      'when the gateway is no address of a router',
      { machine: machine({ gateway: '0.0.0.0' }) },
      'gateway: got "0.0.0.0", an address that no router has; write the address of yours',
    ],
    [
      'b12 when an IPv4 gateway is out of reach before Talos is configured',
      { machine: machine({ gateway: '10.0.1.1' }) },
      'gateway 10.0.1.1 lies outside of subnet 10.0.0.0/24: cloud-init of Proxmox VE gives a virtual machine no route to it, so the machine would answer nobody and never be configured; give it an image of its own whose schematic has "ip=10.0.0.11::10.0.1.1:255.255.255.0::eth0:off" in extraKernelArgs, or a gateway in the subnet',
    ],
    [
      'b12 when an IPv6 gateway is',
      { machine: machine({ address: 'fd00::11', subnet: 'fd00::/64', gateway: 'fd01::1' }) },
      'gateway: got "fd01::1", which lies outside of fd00::/64: cloud-init of Proxmox VE gives a virtual machine no route to it, so the machine would answer nobody and never be configured; write the link-local address of the router, such as "fe80::1", or an address of the subnet',
    ],
    ['when the VM id is too small', { vmId: 99 }, 'vmId must be a whole number from 100 to 999999999, got 99'],
    ['when the VM id is a fraction', { vmId: 100.5 }, 'vmId must be a whole number from 100 to 999999999, got 100.5'],
    [
      'F-11 when the image is one for physical machines',
      importedImage(Platform.METAL, Architecture.AMD64),
      'a virtual machine needs an image of the platform nocloud, got one of "metal"; pass a TalosImage with Platform.NOCLOUD',
    ],
    [
      'when the image is one for another processor',
      importedImage(Platform.NOCLOUD, Architecture.ARM64),
      'a virtual machine needs an image of the architecture amd64, got "arm64"; pass a TalosImage with Architecture.AMD64',
    ],
    [
      'S-26 when the agent is on without its extension',
      (stack) => ({ image: image(stack, { schematic: Schematic.vanilla() }), guestAgent: true }),
      'guestAgent is true, but the image lacks the extension siderolabs/qemu-guest-agent: Proxmox VE would ask an agent to shut the machine down that is not there; add the extension to the schematic or leave guestAgent out',
    ],
    [
      'when the agent is off beside its extension',
      { guestAgent: false },
      'guestAgent is false, but the image holds the extension siderolabs/qemu-guest-agent: Talos would start it without its device, for ever; take the extension out of the schematic or leave guestAgent out',
    ],
    [
      'F-19 when the processor is too old for Talos',
      { cpuType: 'kvm64' },
      'Talos needs a cpuType with x86-64-v2, such as "host" or "x86-64-v2-AES", got "kvm64"',
    ],
    ['when there are no cores', { cpuCores: 0 }, 'cpuCores must be a whole number from 1 to 2304, got 0'],
    [
      'BC-21 G-34 when a control plane has too little memory',
      { memoryMiB: 1697 },
      'a controlplane needs memoryMiB of at least 1698, got 1697',
    ],
    [
      'when a worker has too little memory',
      { memoryMiB: 512, machine: machine({ machineType: MachineType.WORKER }) },
      'a worker needs memoryMiB of at least 874, got 512',
    ],
    ['when the system disk is too small', { diskGiB: 5 }, 'Talos needs diskGiB of at least 6, got 5'],
    [
      'when two disks have one name',
      {
        disks: [
          { name: 'data', slot: 1, sizeGiB: 1 },
          { name: 'data', slot: 2, sizeGiB: 1, serial: 'other' },
        ],
      },
      'disks use the name data more than once; give each disk a name of its own',
    ],
    [
      'when two disks have one slot, on whatever buses',
      {
        disks: [
          { name: 'a', slot: 1, sizeGiB: 1 },
          { name: 'b', slot: 1, sizeGiB: 1, bus: DiskBus.SATA },
        ],
      },
      'disks use slot 1 more than once; give each disk a slot of its own (0 is the system disk)',
    ],
    [
      'when a disk takes the slot of the system disk',
      disk({ slot: 0 }),
      'disks use slot 0 more than once; give each disk a slot of its own (0 is the system disk)',
    ],
    [
      'when the bus has no such slot',
      disk({ slot: 6, bus: DiskBus.SATA }),
      'disk data: slot must be a whole number from 1 to 5 on the sata bus, got 6',
    ],
    ['when a disk is empty', disk({ sizeGiB: 0 }), 'disk data: sizeGiB must be a whole number of at least 1, got 0'],
    [
      'when a serial number is too long',
      disk({ serial: 'x'.repeat(21) }),
      `disk data: serial must be 1 to 20 letters, digits, dashes and underscores, got "${'x'.repeat(21)}"; write a shorter serial`,
    ],
    [
      'when two disks have one serial number',
      {
        disks: [
          { name: 'a', slot: 1, sizeGiB: 1, serial: 'one' },
          { name: 'b', slot: 2, sizeGiB: 1, serial: 'one' },
        ],
      },
      'disks use the serial one more than once; Talos finds a disk by it, so give each disk its own',
    ],
    [
      'when a disk of the virtio bus shall be a solid-state one',
      disk({ bus: DiskBus.VIRTIO, ssd: true }),
      'disk data: the virtio bus has no ssd flag; leave ssd out or write bus scsi',
    ],
    [
      'when the controller gives disks no thread',
      { osDisk: { ioThread: true } },
      'disk osDisk: ioThread does not work on the scsi bus with virtio-scsi-pci; leave ioThread out, write bus virtio, or bus scsi with scsiHardware virtio-scsi-single',
    ],
    [
      'S-14 when a volume of Talos has no disk',
      {
        machine: machine({
          volumes: [{ name: 'longhorn', mountPath: '/var/lib/longhorn', devicePath: '/dev/sdb', serial: 'longhorn' }],
        }),
      },
      'machine.volumes name the serial longhorn, but no disk of the machine has it; add a disk with that serial or take the volume out',
    ],
    [
      'when the MAC address is none',
      { macAddress: 'bc:24:11' },
      'macAddress must be six pairs of hexadecimal digits, the second digit even, such as BC:24:11:E6:BA:07; got "bc:24:11"',
    ],
    ['when the VLAN does not exist', { vlanId: 4095 }, 'vlanId must be a whole number from 1 to 4094, got 4095'],
    [
      'when Proxmox VE refuses a tag',
      { tags: ['a b', 'ok', 'ö'] },
      'tags must begin with a letter, digit or underscore and hold only letters, digits and _ - + . beside; got "a b", "ö"',
    ],
    [
      'S-19 when a tag would give the machine to another stack',
      { tags: ['stack-other'] },
      'tags must not begin with stack-: another stack would take the machine for its own; remove stack-other (stack-test is always there)',
    ],
    [
      'when a machine has too many devices',
      { pciDevices: Array.from({ length: 17 }, () => ({ mapping: 'iGPU' })) },
      'a machine has at most 16 pciDevices, got 17',
    ],
    [
      'when a device has no mapping',
      { pciDevices: [{ mapping: '' }] },
      'each of pciDevices needs the name of a mapping, got ""; write the name that Resource Mappings of Proxmox VE shows',
    ],
    [
      'when a pause is negative',
      { startup: { upDelaySeconds: -1 } },
      'startup takes whole numbers of at least 0; leave out what does not matter',
    ],
  ];

  test.each(cases)('%s', (_, props, message) => {
    expect(() => {
      build(props);
    }).toThrow(new Error(`${pathOf(props)}: ${message}`));
  });

  test('with all faults at once', () => {
    expect(() => {
      build({ cpuCores: 0, vlanId: 0, diskGiB: 1 });
    }).toThrow(
      new Error(
        [
          'test/cp1: cpuCores must be a whole number from 1 to 2304, got 0',
          'test/cp1: Talos needs diskGiB of at least 6, got 1',
          'test/cp1: vlanId must be a whole number from 1 to 4094, got 0',
        ].join('\n'),
      ),
    );
  });
});

function pathOf(props: Props | ((stack: TerraformStack) => Props)): string {
  return typeof props === 'function' ? 'test/cp1' : `test/${props.machine?.hostname ?? 'cp1'}`;
}

test('tokens are left to OpenTofu', () => {
  const { stack } = testStack();
  const variable = (name: string, type: string) => new TerraformVariable(stack, name, { type });
  expect(() =>
    node(stack, {
      vmId: variable('vm_id', 'number').numberValue,
      macAddress: variable('mac_address', 'string').stringValue,
      cpuCores: variable('cores', 'number').numberValue,
      machine: machine({ address: variable('address', 'string').stringValue }),
    }),
  ).not.toThrow();
});

describe('a system disk under 6 GiB', () => {
  const patch = {
    origin: 'ephemeral.yaml',
    content: { kind: 'VolumeConfig', name: 'EPHEMERAL', provisioning: { diskSelector: { match: '!system_disk' } } },
  };

  test('is taken where EPHEMERAL lies on another disk', () => {
    expect(() => build({ diskGiB: 5, holdsEphemeral: false })).not.toThrow();
    expect(() => build({ diskGiB: 5, machine: machine({ configPatches: [patch] }) })).not.toThrow();
  });

  test('is refused where it lies there after all', () => {
    const props = { diskGiB: 5, holdsEphemeral: true, machine: machine({ configPatches: [patch] }) };
    expect(() => build(props)).toThrow('Talos needs diskGiB of at least 6, got 5');
    expect(() => build({ diskGiB: 0, holdsEphemeral: false })).toThrow('Talos needs diskGiB of at least 6, got 0');
  });
});

test.each([
  [DiskBus.SCSI, 30],
  [DiskBus.VIRTIO, 15],
  [DiskBus.SATA, 5],
])('the last slot of the bus %s is %i', (bus, last) => {
  expect(() => build(disk({ bus, slot: last }))).not.toThrow();
  expect(() => build(disk({ bus, slot: last + 1 }))).toThrow(String(last));
});
