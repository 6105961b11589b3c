import { endpointFindings } from '../../src/preflight/endpoint-findings';
import { endpointNeeds as needsOf } from '../../src/preflight/planned-needs';
import { privilegeNeeds } from '../../src/preflight/privilege-needs';
import type { PlannedResource } from '../../src/plan/read/plan-json';
import { endpointNeeds, endpointState } from './state';

const created = (type: string, after: Readonly<Record<string, unknown>>): PlannedResource =>
  ({ type, name: 'x', address: `${type}.x`, action: 'create', after, providerKey: 'proxmox.main' }) as never;

const OBJECTS = [{ feature: 'highAvailability', name: 'vm:100' }] as const;

test('resources and rules of high availability need rights on everything, once', () => {
  const needs = needsOf('proxmox.main', [
    created('proxmox_haresource', { resource_id: 'vm:100' }),
    created('proxmox_harule', { rule: 'stack-home-near' }),
  ]);
  expect(needs.objects).toEqual([...OBJECTS, { feature: 'highAvailability', name: 'stack-home-near' }]);
  expect(privilegeNeeds(needs, '9.1.1').map(({ path, privileges, does }) => [path, ...privileges, does])).toEqual([
    ['/', 'Sys.Audit', 'Sys.Console', 'look after machines with high availability'],
  ]);
});

test('F-57 Proxmox VE 8, which has groups, is refused', () => {
  const needs = endpointNeeds({ objects: OBJECTS });
  const messages = (version: string) =>
    endpointFindings(needs, endpointState(needs, { version }))
      .shortages.filter(({ kind }) => kind === 'proxmox-too-old')
      .map(({ message }) => message);
  expect(messages('9.0.3')).toEqual([]);
  expect(messages('8.4.1')).toEqual([
    'endpoint main: Proxmox VE 8.4.1 is too old for this plan: older releases have groups where highAvailability makes rules; update it to 9.0 or newer',
  ]);
  expect(endpointFindings(endpointNeeds(), endpointState(needs, { version: '8.4.1' })).shortages).toEqual([]);
});
