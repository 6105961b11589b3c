import { printedDiagnostics } from '../../../src/plan/read/printed-diagnostics';
import { failedPlaces } from '../../../src/plan/recovery/failed-places';
import { vmAddress } from '../../support/plan';

const IMAGE = 'proxmox_download_file.image_a';

const STACK = {
  provider: {
    proxmox: [
      { alias: 'main', endpoint: 'https://pve1.example:8006' },
      { alias: 'attic', endpoint: 'https://attic.example:8006' },
    ],
  },
  resource: {
    proxmox_virtual_environment_vm: {
      'nodes_work-00_AABE1FF1': { name: 'work-00', node_name: 'pve1', provider: 'proxmox.main' },
      'nodes_work-01_AABE1FF1': { name: 'work-01', node_name: 'pve1', provider: 'proxmox.attic' },
      'nodes_work-02_AABE1FF1': { name: 'work-02', node_name: 'pve1', provider: 'proxmox.nowhere' },
    },
    proxmox_download_file: { image_a: { file_name: 'a.qcow2', node_name: 'pve2', provider: 'proxmox.main' } },
    talos_machine_bootstrap: { cluster: { node: '10.0.0.11' } },
  },
};

/** Errors as OpenTofu prints them. */
function errors(...addresses: readonly string[]): string {
  return addresses
    .map((address) => `Error: no space left\n\n  with ${address},\n  on cdk.tf.json line 1:\n\nall is full\n`)
    .join('\n');
}

test.each<[string, readonly string[], readonly string[]]>([
  ['a machine', [vmAddress('work-00')], ['the error is about work-00: host pve1 of https://pve1.example:8006']],
  [
    'a machine of another endpoint',
    [vmAddress('work-01')],
    ['the error is about work-01: host pve1 of https://attic.example:8006'],
  ],
  ['an image', [IMAGE], ['the error is about a.qcow2: host pve2 of https://pve1.example:8006']],
  [
    'several errors, each resource once',
    [IMAGE, vmAddress('work-00'), IMAGE],
    [
      'the error is about a.qcow2: host pve2 of https://pve1.example:8006',
      'the error is about work-00: host pve1 of https://pve1.example:8006',
    ],
  ],
  ['what is on no host', ['talos_machine_bootstrap.cluster'], []],
  ['what the stack does not have', [vmAddress('work-09')], []],
  ['an endpoint that the stack does not have', [vmAddress('work-02')], []],
])('%s', (_name, addresses, places) => {
  expect(failedPlaces(printedDiagnostics(errors(...addresses)), STACK)).toEqual(places);
});
