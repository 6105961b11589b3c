import { privilegeNeeds } from '../../src/preflight/privilege-needs';
import { endpointNeeds } from '../../src/preflight/planned-needs';
import type { PlannedResource } from '../../src/plan/read/plan-json';

function created(type: string, after: Readonly<Record<string, unknown>>): PlannedResource {
  return { type, name: 'x', address: `${type}.x`, action: 'create', after, providerKey: 'proxmox.main' } as never;
}

test('USB devices and their mappings need rights on the mappings, and on nothing else', () => {
  const needs = endpointNeeds('proxmox.main', [
    created('proxmox_hardware_mapping_usb', { name: 'zigbee' }),
    created('proxmox_virtual_environment_vm', { node_name: 'pve1', vm_id: 100, usb: [{ mapping: 'zigbee' }] }),
  ]);
  const onUsb = privilegeNeeds(needs, '9.1.1').filter(({ path }) => path.startsWith('/mapping'));
  expect(onUsb.map(({ path, privileges, does }) => [path, ...privileges, does])).toEqual([
    ['/mapping/usb/zigbee', 'Mapping.Use', 'pass USB devices to machines'],
    ['/mapping/usb', 'Mapping.Modify', 'make and remove USB mappings'],
    ['/mapping/usb/zigbee', 'Mapping.Modify', 'change USB mappings'],
  ]);
});
