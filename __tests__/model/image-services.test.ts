import { parseClusterSpec } from '../../src/model';
import { servicesInImage } from '../../src/model/image-services';
import { Schematic } from '../../src/values/schematic/schematic';
import { type Changes, changedSpec } from '../support/small-spec';

const AGENT = 'siderolabs/qemu-guest-agent';
const WITH = Schematic.withExtensions(AGENT, 'siderolabs/tailscale');
const WITHOUT = Schematic.withExtensions(AGENT);
const SERVICES = { tailscale: 1, own: 2 };

/** Names of the services that each machine is configured for. */
function services(changes: Changes) {
  const { nodes } = parseClusterSpec(changedSpec({ secrets: { key: {} }, ...changes }), { environment: {} });
  return Object.fromEntries(nodes.map(({ name, machine }) => [name, Object.keys(machine.extensionServices ?? {})]));
}

const LOGIN = { tailscale: { environment: { TS_AUTHKEY: { secret: 'key' } } } };

test('a service of a known extension is left out of an image without it, and one of nobody knows what stays', () => {
  expect(servicesInImage(SERVICES, WITH)).toEqual(SERVICES);
  expect(servicesInImage(SERVICES, WITHOUT)).toEqual({ own: 2 });
  expect(servicesInImage({ tailscale: 1 }, WITHOUT)).toBeUndefined();
  expect(servicesInImage(SERVICES, undefined)).toEqual(SERVICES);
  expect(servicesInImage(undefined, WITH)).toBeUndefined();
});

test.each([
  ['machine', {}],
  [
    'nodeDefaults.worker',
    { 'nodes.work-01': { machineType: 'worker', host: 'pve1', vmId: 850, address: '10.0.0.32' } },
  ],
])('BM-12 a machine whose own extensions leave a service out does not get its key from %s', (place, changes) => {
  const both = services({
    ...changes,
    'nodeDefaults.worker.schematic': { extensions: [AGENT, 'siderolabs/tailscale'] },
    'nodes.ctrl-00.schematic': { extensions: [AGENT, 'siderolabs/tailscale'] },
    [`${place}.extensionServices`]: LOGIN,
    ...(place !== 'machine' && { 'nodes.ctrl-00.extensionServices': LOGIN }),
  });
  expect(both['work-00']).toEqual(['tailscale']);
  const one = services({
    ...changes,
    'nodeDefaults.worker.schematic': { extensions: [AGENT, 'siderolabs/tailscale'] },
    'nodes.ctrl-00.schematic': { extensions: [AGENT, 'siderolabs/tailscale'] },
    'nodes.work-00.schematic': { extensions: [AGENT] },
    [`${place}.extensionServices`]: LOGIN,
    ...(place !== 'machine' && { 'nodes.ctrl-00.extensionServices': LOGIN }),
  });
  expect(one).toEqual({ ...both, 'work-00': [] });
});

test('variables beside a preset are for the machines that have the preset', () => {
  expect(
    services({
      'machine.extensionServices': { tailscale: { environment: { TS_ACCEPT_DNS: false } } },
      'nodes.ctrl-00.presets': { tailscale: { authKey: { secret: 'key' } } },
    }),
  ).toEqual({ 'ctrl-00': ['tailscale'], 'work-00': [] });
});
