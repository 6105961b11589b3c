import { endpointFindings } from '../../src/preflight/endpoint-findings';
import { endpointNeeds as needsOf } from '../../src/preflight/planned-needs';
import { privilegeNeeds } from '../../src/preflight/privilege-needs';
import type { PlannedResource } from '../../src/plan/read/plan-json';
import { endpointNeeds, endpointState } from './state';

const pool = (poolId: string): PlannedResource =>
  ({
    type: 'proxmox_virtual_environment_pool',
    name: 'x',
    address: `proxmox_virtual_environment_pool.${poolId}`,
    action: 'create',
    after: { pool_id: poolId },
    providerKey: 'proxmox.main',
  }) as never;

test('a pool that is made needs rights on itself', () => {
  const needs = needsOf('proxmox.main', [pool('lab'), pool('lab/talos')]);
  expect(privilegeNeeds(needs, '9.1.1').map(({ path, privileges }) => [path, ...privileges])).toEqual([
    ['/pool/lab', 'Pool.Allocate', 'Pool.Audit'],
    ['/pool/lab/talos', 'Pool.Allocate', 'Pool.Audit'],
  ]);
});

test('pools inside of others are refused before Proxmox VE 8.1, and need nothing of Proxmox VE 9', () => {
  const refusals = (name: string, version: string) => {
    const needs = endpointNeeds({ objects: [{ feature: 'resourcePool', name }], downloads: [] });
    const { shortages } = endpointFindings(needs, endpointState(needs, { version }));
    return shortages.filter(({ kind }) => kind === 'proxmox-too-old').map(({ message }) => message);
  };
  expect(refusals('lab/talos', '8.1.3')).toEqual([]);
  expect(refusals('lab', '8.0.9')).toEqual([]);
  expect(refusals('lab/talos', '8.0.9')).toEqual([
    'endpoint main: Proxmox VE 8.0.9 is too old for this plan: older releases have no pools inside of others; update it to 8.1 or newer',
  ]);
});
