import { HardwareMappingPci } from '../../../.gen/providers/proxmox/hardware-mapping-pci';
import { PciMapping, type PciMappingProps } from '../../../src/constructs/proxmox/pci-mapping';
import { host, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const DEVICE = { nodeName: 'pve1', path: '0000:00:02.0', id: '8086:4680' };

function mapping(props: Partial<PciMappingProps> = {}) {
  const { stack } = testStack();
  const made = new PciMapping(stack, 'mapping', {
    provider: host(stack).provider,
    mappingName: 'iGPU',
    devices: [DEVICE],
    ...props,
  });
  return { stack, made };
}

describe('PciMapping', () => {
  const { stack, made } = mapping({
    devices: [DEVICE, { ...DEVICE, nodeName: 'pve2', subsystemId: '1043:8882', iommuGroup: 0 }],
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
      'mappingName must begin with a letter and hold at least two letters, digits, dashes and underscores; got "1gpu"',
    ],
    ['when it names nothing', { devices: [] }, 'a mapping needs at least one of devices, got none'],
    [
      'when a place is incomplete',
      { devices: [{ ...DEVICE, path: '00:02.0' }] },
      'path of a PCI device must have the form 0000:00:02.0, got 00:02.0; lspci -Dn shows it',
    ],
    [
      'when ids are none',
      { devices: [{ ...DEVICE, id: '0x8086', subsystemId: '8882' }] },
      'id and subsystemId of a PCI device must have the form 8086:4680, got 0x8086, 8882; lspci -Dnn shows them',
    ],
  ])('%s', (_, props, message) => {
    expect(() => mapping(props)).toThrow(new Error(`test/mapping: ${message}`));
  });
});
