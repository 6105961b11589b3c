import { type TerraformStack, TerraformVariable } from 'cdktf';
import { TalosImage } from '../../../src/constructs/image/talos-image';
import { ClusterNetwork } from '../../../src/constructs/node/cluster-network';
import { ProxmoxNode, type ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { Architecture } from '../../../src/values/architecture';
import { Platform } from '../../../src/values/platform';
import { Schematic } from '../../../src/values/schematic/schematic';
import { TalosVersion } from '../../../src/values/talos-version';
import { controlPlane, host, image, network, node } from '../../support/homelab';
import { synth, testStack } from '../../support/synth';

type Props = Partial<ProxmoxNodeProps>;
type PropsOf = Props | ((stack: TerraformStack) => Props);

function build(props: PropsOf): void {
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

function withArguments(...extraKernelArgs: readonly string[]) {
  return (stack: TerraformStack): Props => ({
    network: network({ gateway: '10.0.1.1' }),
    image: image(stack, { schematic: Schematic.of({ extensions: ['siderolabs/qemu-guest-agent'], extraKernelArgs }) }),
  });
}

describe('ProxmoxNode fails', () => {
  const cases: readonly (readonly [string, PropsOf, string])[] = [
    [
      'when the hostname is no DNS label',
      { hostname: 'CP_1' },
      'hostname: got "CP_1"; write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends and not digits alone',
    ],
    [
      'when the address is none',
      { address: '10.0.0.300' },
      'address: got "10.0.0.300"; write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"',
    ],
    [
      'when the address is outside of its subnet',
      { address: '10.0.1.11' },
      'address: got "10.0.1.11"; write an address of network.subnet, 10.0.0.0/24',
    ],
    [
      'when a DNS server is no address',
      { dnsServers: ['dns.example'] },
      'dnsServers[0]: got "dns.example"; write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"',
    ],
    [
      'when the address is the last one of its subnet',
      { address: '10.0.0.255' },
      'address: got "10.0.0.255"; the first and the last address of 10.0.0.0/24 belong to no machine, write one between',
    ],
    [
      'b12 when an IPv4 gateway is out of reach before Talos is configured',
      withArguments(),
      'image.extraKernelArgs: the gateway 10.0.1.1 lies outside of 10.0.0.0/24: cloud-init of Proxmox VE gives a virtual machine no route to it, so the machine would answer nobody and never be configured; give it an image of its own whose schematic has "ip=10.0.0.11::10.0.1.1:255.255.255.0::eth0:off" in extraKernelArgs, or a gateway in the subnet',
    ],
    [
      'b12 when a kernel argument speaks of another network',
      withArguments('ip=dhcp'),
      'image.extraKernelArgs[0]: got "ip=dhcp", another network than the one of cp1; write "ip=10.0.0.11::10.0.1.1:255.255.255.0::eth0:off"',
    ],
    [
      'b12 when an IPv6 gateway is',
      { address: 'fd00::11', network: network({ subnet: 'fd00::/64', gateway: 'fd01::1' }) },
      'network.gateway: got "fd01::1", which lies outside of fd00::/64: cloud-init of Proxmox VE gives a virtual machine no route to it, so the machine would answer nobody and never be configured; write the link-local address of the router, such as "fe80::1", or an address of the subnet',
    ],
    [
      'F-11 when the image is one for physical machines',
      importedImage(Platform.METAL, Architecture.AMD64),
      'image.platform: got "metal", but a virtual machine finds its address with "nocloud" only; write that, or leave platform out',
    ],
    [
      'when the image is one for another processor',
      importedImage(Platform.NOCLOUD, Architecture.ARM64),
      'image.architecture: got "arm64", but Proxmox VE runs virtual machines on "amd64"; write that, or leave architecture out',
    ],
    [
      'S-26 when the agent is on without its extension',
      (stack) => ({ image: image(stack, { schematic: Schematic.vanilla() }), guestAgent: true }),
      'guestAgent: got true, but the schematic has no siderolabs/qemu-guest-agent, so Proxmox VE would ask an agent to shut the machine down that is not there; add the extension or leave guestAgent out',
    ],
    [
      'F-19 when the processor is too old for Talos',
      { cpuType: 'kvm64' },
      'cpuType: got "kvm64"; Talos needs a processor with x86-64-v2, write "host" or "x86-64-v2-AES"',
    ],
    [
      'BC-21 G-34 when a control plane has too little memory',
      { memoryMiB: 1697 },
      'memoryMiB: got 1697; a control plane needs at least 1698 MiB, write 2048 or more',
    ],
    [
      'S-14 when two disks have one serial number',
      { disks: { a: { slot: 1, sizeGiB: 1, serial: 'one' }, b: { slot: 2, sizeGiB: 1, serial: 'one' } } },
      'disks.b.serial: got "one"; the disk a has that serial number, write another',
    ],
    [
      'S-19 when a tag would give the machine to another stack',
      { tags: ['stack-other'] },
      'tags[0]: got "stack-other"; tags that begin with "stack-" tell which stack owns a machine, write another',
    ],
  ];

  test.each(cases)('%s', (_, props, message) => {
    expect(() => {
      build(props);
    }).toThrow(new Error(`${pathOf(props)}: ${message}`));
  });
});

function pathOf(props: PropsOf): string {
  return typeof props === 'function' ? 'test/cp1' : `test/${props.hostname ?? 'cp1'}`;
}

describe('a value that only OpenTofu knows', () => {
  const variable = (stack: TerraformStack, name: string, type = 'string') =>
    new TerraformVariable(stack, name, { type });

  test('is handed on wherever it can be', () => {
    const out = synth((stack) => {
      const text = (name: string) => variable(stack, name).stringValue;
      const number = (name: string) => variable(stack, name, 'number').numberValue;
      node(stack, {
        vmId: number('vm_id'),
        macAddress: text('mac_address'),
        cpuCores: number('cores'),
        cpuType: text('cpu_type'),
        memoryMiB: number('memory'),
        diskGiB: number('disk'),
        vlanId: number('vlan'),
        description: text('description'),
        address: text('address'),
        network: ClusterNetwork.of({
          subnet: '10.0.0.0/24',
          gateway: text('gateway'),
          dnsServers: variable(stack, 'dns', 'list(string)').listValue,
          searchDomains: [text('domain')],
        }),
        onBoot: variable(stack, 'on_boot', 'bool').booleanValue as unknown as boolean,
        startup: { order: number('order') },
        osDisk: { ssd: variable(stack, 'ssd', 'bool').booleanValue as unknown as boolean },
        poolId: text('pool'),
        disks: { data: { slot: 1, sizeGiB: number('data') } },
        pciDevices: [{ mapping: text('mapping') }],
      });
    });
    const vm = out.at('cp1/Resource');
    expect(vm).toMatchObject({
      vm_id: '${var.vm_id}',
      cpu: { cores: '${var.cores}', type: '${var.cpu_type}' },
      memory: { dedicated: '${var.memory}' },
      description: '${var.description}',
      on_boot: '${var.on_boot}',
      startup: { order: '${var.order}' },
      pool_id: '${var.pool}',
      disk: [{ size: '${var.disk}', ssd: '${var.ssd}' }, { size: '${var.data}' }],
      network_device: [{ mac_address: '${var.mac_address}', vlan_id: '${var.vlan}' }],
      initialization: {
        ip_config: [{ ipv4: { address: '${var.address}/24', gateway: '${var.gateway}' } }],
        dns: { domain: '${var.domain}', servers: '${var.dns}' },
      },
      hostpci: [{ mapping: '${var.mapping}' }],
    });
    expect(JSON.stringify(out.byPath)).not.toContain('TfToken');
    const { precondition } = vm.lifecycle as { readonly precondition: readonly { readonly condition: string }[] };
    // an expression inside of another has no braces
    expect(precondition[0]?.condition).toContain('vm.vm_id != var.vm_id ||');
    expect(out.at('containers/main').count).toContain('setsubtract([var.vm_id],');
  });

  test('is refused where it must be known at synth, with the name of the setting', () => {
    const { stack } = testStack();
    const text = variable(stack, 'text').stringValue;
    const list = variable(stack, 'list', 'list(string)').listValue;
    const flag = variable(stack, 'flag', 'bool').booleanValue as unknown as boolean;
    const object = variable(stack, 'object', 'any').value as unknown as undefined;
    const late = 'must be known at synth, got a value that only OpenTofu knows; write the value itself';
    const places: Readonly<Record<string, PropsOf>> = {
      hostname: { hostname: text },
      machineType: { machineType: text as 'worker' },
      link: { link: text },
      bios: { bios: text as 'ovmf' },
      protection: { protection: flag },
      guestAgent: { guestAgent: flag },
      tags: { tags: list },
      'tags[1]': { tags: ['k8s', text] },
      startup: { startup: object },
      pciDevices: { pciDevices: object },
      osDisk: { osDisk: object },
      disks: { disks: object },
      'disks.data.slot': { disks: { data: { slot: variable(stack, 'n', 'number').numberValue, sizeGiB: 1 } } },
      'disks.data.mountPath': { disks: { data: { slot: 1, sizeGiB: 1, mountPath: text } } },
      'host.nodeName': (own) => ({ host: { ...host(own), nodeName: text } }),
    };
    for (const [place, props] of Object.entries(places)) {
      const build = (): void => {
        const changes = typeof props === 'function' ? props(stack) : props;
        new ProxmoxNode(stack, 'cp1', { ...controlPlane(), host: host(stack), image: image(stack), ...changes });
      };
      expect(build).toThrow(`${place}: ${late}`);
      expect(build).not.toThrow('TfToken');
      stack.node.tryRemoveChild('cp1');
    }
    expect(() => node(stack, { disks: { [text]: { slot: 1, sizeGiB: 1 } } })).toThrow(
      'disks: the keys must be known at synth, got one that only OpenTofu knows; write the name itself',
    );
  });
});

describe('a system disk under 6 GiB', () => {
  const patch = {
    origin: 'ephemeral.yaml',
    content: { kind: 'VolumeConfig', name: 'EPHEMERAL', provisioning: { diskSelector: { match: '!system_disk' } } },
  };

  test('is taken where EPHEMERAL lies on another disk', () => {
    expect(() => build({ diskGiB: 5, holdsEphemeral: false })).not.toThrow();
    expect(() => build({ diskGiB: 5, configPatches: [patch] })).not.toThrow();
  });

  test('is refused where it lies there after all', () => {
    const props = { diskGiB: 5, holdsEphemeral: true, configPatches: [patch] };
    expect(() => build(props)).toThrow('diskGiB: got 5; Talos needs at least 6 GiB, write 10 or more');
    expect(() => build({ diskGiB: 0, holdsEphemeral: false })).toThrow(
      'diskGiB: got 0; write a whole number, 1 or more',
    );
  });
});
