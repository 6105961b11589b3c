import { UsbMapping, type UsbMappingProps } from '../../../src/constructs/proxmox/usb-mapping';
import { host, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const DEVICE = { host: 'pve1', id: '1a86:55d4' };

function mapping(props: Partial<UsbMappingProps> = {}) {
  const { stack } = testStack();
  const made = new UsbMapping(stack, 'mapping', {
    proxmoxProvider: host(stack).provider,
    mappingName: 'zigbee',
    devices: [DEVICE],
    ...props,
  });
  return { stack, made };
}

test('names USB devices, and a machine that takes the name from here is made after it', () => {
  const { stack, made } = mapping({ devices: [DEVICE, { host: 'pve2', id: '1a86:55d4', path: '1-4.2' }] });
  node(stack, { usbDevices: [{ mapping: made.mappingName }, { mapping: 'stick' }] });
  const out = synthesize(stack);
  expect(out.at('mapping/Resource')).toEqual({
    provider: 'proxmox.main',
    name: 'zigbee',
    map: [
      { node: 'pve1', id: '1a86:55d4' },
      { node: 'pve2', id: '1a86:55d4', path: '1-4.2' },
    ],
  });
  expect(out.at('cp1/Resource')).toMatchObject({
    usb: [{ mapping: '${proxmox_hardware_mapping_usb.mapping_D98FB689.name}' }, { mapping: 'stick' }],
  });
});

test.each<[string, Partial<UsbMappingProps>, string]>([
  [
    'when it names nothing',
    { devices: [] },
    'devices: got []; write at least one device, such as - { host: pve1, id: "1a86:55d4" }',
  ],
  [
    'when an id is none',
    { devices: [{ ...DEVICE, id: '1a86' }] },
    'devices[0].id: got "1a86"; write vendor and product',
  ],
  [
    'when a port is none',
    { devices: [{ ...DEVICE, path: 'usb1' }] },
    'devices[0].path: got "usb1"; write bus and port',
  ],
])('fails %s', (_title, props, message) => {
  expect(() => mapping(props)).toThrow(message);
});
