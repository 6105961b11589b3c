import type { PlannedResource } from '../../src/plan/read/plan-json';
import type { EndpointState } from '../../src/preflight/endpoint-state';
import { missingFeatures } from '../../src/preflight/missing-features';
import { endpointNeeds as needsOf } from '../../src/preflight/planned-needs';
import { privilegeFindings } from '../../src/preflight/privilege-findings';
import { privilegeNeeds } from '../../src/preflight/privilege-needs';
import { sdnFindings } from '../../src/preflight/sdn-findings';
import { withoutExisting } from '../../src/preflight/written-needs';
import { endpointNeeds, endpointState, host, machineNeeds } from './state';

const ZONE = { feature: 'sdnZone', name: 'talos' } as const;
const VNET = { feature: 'sdnVnet', name: 'lab', zone: 'talos' } as const;
const objects = [ZONE, VNET, { feature: 'sdnApply', name: 'apply' } as const];
const machines = [machineNeeds({ bridges: [{ name: 'lab', zone: 'talos', vlanId: 30 }] })];
const needs = endpointNeeds({ machines: [], downloads: [], objects });

const zone = (name: string, isPending = false) => ({ name, isPending });
const vnet = (name: string, of: string, isPending = false) => ({ name, zone: of, isPending });

function found(sdn: EndpointState['sdn'], wanted = needs) {
  const { shortages, advice } = sdnFindings(wanted, endpointState(wanted, { ...(sdn && { sdn }) }));
  return { said: shortages.map(({ message }) => message), advice };
}

test('zones, vnets and machines on them are known with their rights', () => {
  const planned = (type: string, after: object): PlannedResource =>
    ({ type, name: 'x', after, providerKey: 'proxmox.main' }) as never;
  const created = [
    planned('proxmox_sdn_zone_vlan', { id: 'talos' }),
    planned('proxmox_sdn_vnet', { id: 'lab', zone: 'talos' }),
    planned('proxmox_sdn_applier', {}),
    planned('proxmox_virtual_environment_vm', {
      network_device: [{ bridge: 'lab', vlan_id: 30 }, { bridge: 'vmbr0' }],
    }),
  ];
  const read = needsOf('proxmox.main', created);
  expect(read.objects).toEqual([ZONE, VNET, { feature: 'sdnApply', name: 'x' }]);
  expect(read.machines[0]?.bridges).toEqual([{ name: 'lab', zone: 'talos', vlanId: 30 }, { name: 'vmbr0' }]);
  const asked = privilegeNeeds(endpointNeeds({ machines, downloads: [], objects }), '9.1.1');
  expect(
    asked.filter(({ path }) => path.startsWith('/sdn')).map(({ path, privileges }) => [path, ...privileges]),
  ).toEqual([
    ['/sdn/zones/talos/lab/30', 'SDN.Use'],
    ['/sdn/zones', 'SDN.Allocate'],
    ['/sdn/zones/talos', 'SDN.Allocate'],
    ['/sdn/zones/talos', 'SDN.Allocate'],
    ['/sdn/zones/talos/lab', 'SDN.Allocate'],
    ['/sdn', 'SDN.Allocate'],
  ]);
});

test('a machine that comes later is on a vnet that stays as it is', () => {
  const resource = (type: string, values: object): PlannedResource =>
    ({ type, name: 'x', ...values, providerKey: 'proxmox.main' }) as never;
  const machine = resource('proxmox_virtual_environment_vm', { after: { network_device: [{ bridge: 'lab' }] } });
  const kept = resource('proxmox_sdn_vnet', { before: { id: 'lab', zone: 'talos' } });
  const read = needsOf('proxmox.main', [machine], () => undefined, [machine, kept]);
  expect(read.machines[0]?.bridges).toEqual([{ name: 'lab', zone: 'talos' }]);
});

test('nothing is missing where nothing is in the way', () => {
  expect(found({ zones: [zone('other')], vnets: [vnet('web', 'other')] })).toEqual({ said: [], advice: [] });
  expect(found(undefined)).toEqual({ said: [], advice: [] });
});

test('names that are taken are refused', () => {
  expect(found({ zones: [zone('talos')], vnets: [vnet('lab', 'other')] }).said).toEqual([
    'endpoint/main: there is a zone "talos" already; write another name, remove it from sdn.zones to use it as it is, or remove it from Proxmox VE',
    'endpoint/main: there is a vnet "lab" already; write another name, remove it from sdn.vnets to use it as it is, or remove it from Proxmox VE',
  ]);
});

test('those of a stack that is there already are not', () => {
  const sdn = { zones: [zone('talos')], vnets: [vnet('lab', 'talos')] };
  const there = withoutExisting(needs, endpointState(needs, { sdn }));
  expect(there.objects.map(({ isThere }) => isThere)).toEqual([true, true, undefined]);
  expect(found(sdn, there)).toEqual({ said: [], advice: [] });
});

test('a zone that nobody has made is refused, if the token would see it', () => {
  const wanted = endpointNeeds({ machines: [], downloads: [], objects: [VNET] });
  const message = 'endpoint/main: there is no zone "talos"; add it to sdn.zones, or write an existing one: other';
  expect(found({ zones: [zone('other')], vnets: [] }, wanted).said).toEqual([message]);
  const blind = endpointState(wanted, { sdn: { zones: [], vnets: [] }, permissions: new Map() });
  expect(sdnFindings(wanted, blind).shortages).toEqual([]);
});

test('changes of others that wait are told', () => {
  expect(found({ zones: [zone('web', true)], vnets: [vnet('front', 'web', true), vnet('old', 'web')] }).advice).toEqual(
    [
      'endpoint/main: changes of web and front wait to be applied; Proxmox VE applies all zones and vnets together, so this apply makes them effective too',
    ],
  );
});

test('zones and vnets need Proxmox VE 8.1', () => {
  expect(missingFeatures(needs, '8.0.4').map(({ feature }) => feature)).toEqual(['sdn']);
  expect(missingFeatures(needs, '8.1.3')).toEqual([]);
});

test('a vnet of others is used where hosts list it, whatever its zone is', () => {
  const wanted = endpointNeeds({ machines: [machineNeeds({ bridges: [{ name: 'web' }] })] });
  const state = (isVnet: boolean) =>
    endpointState(wanted, {
      hosts: new Map([['pve1', host({ bridges: [{ name: 'web', isVnet }] })]]),
      permissions: new Map([...endpointState(wanted).permissions, ['/sdn/zones/localnetwork/web', {}] as const]),
    });
  expect(privilegeFindings(wanted, state(true)).shortages).toEqual([]);
  expect(privilegeFindings(wanted, state(false)).shortages).toHaveLength(1);
});
