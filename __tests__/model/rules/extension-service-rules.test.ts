import { changedSpec, faultsOf } from '../../support/small-spec';

const AGENT = 'siderolabs/qemu-guest-agent';
const TAILSCALE = { extensions: [AGENT, 'siderolabs/tailscale'] };
const ROUTES = { tailscale: { environment: { TS_ROUTES: '10.0.0.0/24' } } };
const WAITS = (hostname: string): string =>
  `the service of this extension waits on ${hostname} until it is configured; write machine.extensionServices.tailscale with TS_AUTHKEY under environment`;
const MISSING =
  'no machine with these settings has the service "tailscale"; write "siderolabs/tailscale" under extensions of its schematic, or remove them';

test.each([
  ['for all machines', { 'machine.extensionServices': ROUTES }],
  [
    'for each machine type',
    { 'nodeDefaults.controlplane.extensionServices': ROUTES, 'nodeDefaults.worker.extensionServices': ROUTES },
  ],
  [
    'in a patch',
    {
      patches: [
        {
          apiVersion: 'v1alpha1',
          kind: 'ExtensionServiceConfig',
          name: 'tailscale',
          environment: ['TS_ROUTES=10.0.0.0/24'],
        },
      ],
    },
  ],
])('BM-11 an extension whose service is configured %s is taken', (_, changes) => {
  expect(faultsOf(changedSpec({ 'talos.schematic': TAILSCALE, ...changes }))).toEqual([]);
});

test('fails for a service that waits, at each place once, with a machine that has it', () => {
  expect(faultsOf(changedSpec({ 'talos.schematic': TAILSCALE }))).toEqual([
    `talos.schematic.extensions[1]: ${WAITS('ctrl-00')}`,
  ]);
  const spec = changedSpec({ 'talos.schematic': TAILSCALE, 'nodes.ctrl-00.extensionServices': ROUTES });
  expect(faultsOf(spec)).toEqual([`talos.schematic.extensions[1]: ${WAITS('work-00')}`]);
});

test('BM-12 a machine may go without the extension that settings of all are for', () => {
  const spec = changedSpec({
    'talos.schematic': TAILSCALE,
    'machine.extensionServices': ROUTES,
    'nodes.work-00.schematic': { extensions: [AGENT] },
  });
  expect(faultsOf(spec)).toEqual([]);
});

test('fails for settings of a service that no image has', () => {
  expect(faultsOf(changedSpec({ 'machine.extensionServices': ROUTES }))).toEqual([
    `machine.extensionServices.tailscale: ${MISSING}`,
  ]);
  expect(
    faultsOf(
      changedSpec({
        'talos.schematic': TAILSCALE,
        'machine.extensionServices': ROUTES,
        'nodes.work-00.schematic': { extensions: [AGENT] },
        'nodes.work-00.extensionServices': ROUTES,
      }),
    ),
  ).toEqual([`nodes.work-00.extensionServices.tailscale: ${MISSING}`]);
});

test('a service of another extension is taken, and one that is nearly known is not', () => {
  const service = { environment: { A: 'b' } };
  expect(faultsOf(changedSpec({ 'machine.extensionServices': { agent: service } }))).toEqual([]);
  expect(faultsOf(changedSpec({ 'machine.extensionServices': { lldp: service } }))).toEqual([
    'machine.extensionServices.lldp: got "lldp"; write "lldpd"',
  ]);
});
