import { HardwareMappingPci } from '../../../.gen/providers/proxmox/hardware-mapping-pci';
import { PciMapping, type PciMappingProps } from '../../../src/constructs/proxmox/pci-mapping';
import { host, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const DEVICE = { host: 'pve1', path: '0000:00:02.0', id: '8086:4680' };

function mapping(props: Partial<PciMappingProps> = {}) {
  const { stack } = testStack();
  const made = new PciMapping(stack, 'mapping', {
    proxmoxProvider: host(stack).provider,
    mappingName: 'iGPU',
    devices: [DEVICE],
    ...props,
  });
  return { stack, made };
}

describe('PciMapping', () => {
  const { stack, made } = mapping({
    devices: [DEVICE, { ...DEVICE, host: 'pve2', subsystemId: '1043:8882', iommuGroup: 0 }],
  });
  node(stack, { pciDevices: [{ mapping: made.mappingName }] });
  const out = synthesize(stack);

  test('G-24 F-17 names one device on each host', () => {
    expect(out.at('mapping/Resource')).toEqual({
      provider: 'proxmox.main',
      name: 'iGPU',
      map: [
        { node: 'pve1', path: '0000:00:02.0', id: '8086:4680' },
        { node: 'pve2', path: '0000:00:02.0', id: '8086:4680', subsystem_id: '1043:8882', iommu_group: 0 },
      ],
    });
  });

  test('G-24 a machine that takes its name from here is made after it', () => {
    expect(out.at('cp1/Resource')).toMatchObject({
      hostpci: [{ mapping: '${proxmox_hardware_mapping_pci.mapping_D98FB689.name}' }],
    });
  });

  test('the mapping is the default child', () => {
    expect(made.node.defaultChild).toBeInstanceOf(HardwareMappingPci);
  });
});

describe('PciMapping fails', () => {
  test.each<[string, Partial<PciMappingProps>, string]>([
    [
      'when its name begins with a digit',
      { mappingName: '1gpu' },
      'mappingName: got "1gpu"; write a letter first, then one or more letters, digits, "_" or "-"',
    ],
    ['when it names nothing', { devices: [] }, 'devices: got []; write at least one device, such as'],
    [
      'when a place is incomplete',
      { devices: [{ ...DEVICE, path: '00:02.0' }] },
      'devices[0].path: got "00:02.0"; write',
    ],
    ['when an id is none', { devices: [{ ...DEVICE, id: '0x8086' }] }, 'devices[0].id: got "0x8086"; write'],
  ])('%s', (_, props, message) => {
    expect(() => mapping(props)).toThrow(`test/mapping: ${message}`);
  });

  test('with every fault at once', () => {
    const device = { ...DEVICE, id: 'none', subsystemId: '8882' };
    expect(() => mapping({ devices: [device] })).toThrow(/devices\[0\]\.id[\s\S]*devices\[0\]\.subsystemId/);
  });
});
