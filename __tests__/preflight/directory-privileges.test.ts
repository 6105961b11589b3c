import { missingFeatures } from '../../src/preflight/missing-features';
import { endpointNeeds } from '../../src/preflight/planned-needs';
import { privilegeNeeds } from '../../src/preflight/privilege-needs';
import type { PlannedResource } from '../../src/plan/read/plan-json';

function created(type: string, after: Readonly<Record<string, unknown>>): PlannedResource {
  return { type, name: 'x', address: `${type}.x`, action: 'create', after, providerKey: 'proxmox.main' } as never;
}

const MAPPING = created('proxmox_hardware_mapping_dir', { name: 'media' });
const MACHINE = created('proxmox_virtual_environment_vm', {
  node_name: 'pve1',
  vm_id: 100,
  virtiofs: [{ mapping: 'media' }],
});

test('directories and their mappings need rights on the mappings, and on nothing else', () => {
  const needs = endpointNeeds('proxmox.main', [MAPPING, MACHINE]);
  const onMappings = privilegeNeeds(needs, '9.1.1').filter(({ path }) => path.startsWith('/mapping'));
  expect(onMappings.map(({ path, privileges, does }) => [path, ...privileges, does])).toEqual([
    ['/mapping/dir/media', 'Mapping.Use', 'share directories of hosts with machines'],
    ['/mapping/dir', 'Mapping.Modify', 'make and remove mappings of directories'],
    ['/mapping/dir/media', 'Mapping.Modify', 'change mappings of directories'],
  ]);
});

test.each([
  ['a mapping', [MAPPING]],
  ['a machine that shares one', [MACHINE]],
])('%s needs Proxmox VE 8.4', (_, resources) => {
  const needs = endpointNeeds('proxmox.main', resources);
  expect(missingFeatures(needs, '8.3.5').map(({ feature }) => feature)).toEqual(['directory']);
  expect(missingFeatures(needs, '8.4')).toEqual([]);
});
