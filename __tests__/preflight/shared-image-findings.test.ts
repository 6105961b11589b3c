import { sharedImageFindings } from '../../src/preflight/shared-image-findings';
import { writtenNeeds } from '../../src/preflight/written-needs';
import { datastore, endpointNeeds, endpointState, GIB, host, machineNeeds } from './state';

const IMAGE = { hostName: 'pve1', datastoreId: 'local' };
const needs = endpointNeeds({
  machines: [
    machineNeeds({ image: IMAGE }),
    machineNeeds({ name: 'work-00', hostName: 'pve2', image: IMAGE }),
    machineNeeds({ name: 'work-01', hostName: 'pve2', image: IMAGE }),
  ],
});

/** Findings where the second host sees these datastores. */
function found(shared: Readonly<Record<string, boolean>>, visible = true) {
  const seen = Object.entries(shared).map(([id, isShared]) => ({
    id,
    isShared,
    isActive: true,
    availableBytes: GIB,
  }));
  const hosts = new Map([
    ['pve1', host()],
    ['pve2', host({ datastores: seen })],
  ]);
  const datastores = [datastore('local', { content: ['import'] }), datastore('nas', { content: ['import', 'iso'] })];
  const permissions = new Map(visible ? [['/storage/local', { 'Datastore.Audit': true }]] : []);
  return sharedImageFindings(needs, endpointState(needs, { hosts, datastores, permissions })).shortages;
}

test('a datastore that hosts share is fine', () => {
  expect(found({ local: true })).toEqual([]);
});

test('one of its own is refused once for each host, with those that are shared', () => {
  expect(found({ local: false, nas: true })).toEqual([
    {
      kind: 'datastore-unfit',
      accept: 'main/pve2',
      message:
        'main/pve2: datastore "local" is not shared with pve1, which downloads the image of work-00 onto it; write an imageDatastoreId that both hosts share: nas; or leave imageHost out, and each host downloads for itself',
    },
  ]);
});

test('one that the other host does not have at all is refused', () => {
  expect(found({ nas: true }).map(({ accept }) => accept)).toEqual(['main/pve2']);
});

test('of one that the token does not see nothing is said', () => {
  expect(found({ local: false }, false)).toEqual([]);
});

test('a stack says where the image of a machine comes from', () => {
  const stack = {
    resource: {
      proxmox_download_file: {
        image: { provider: 'proxmox.main', node_name: 'pve1', datastore_id: 'local', content_type: 'import' },
      },
      proxmox_virtual_environment_vm: {
        'work-00': {
          provider: 'proxmox.main',
          node_name: 'pve2',
          name: 'work-00',
          disk: [{ interface: 'scsi0', import_from: '${proxmox_download_file.image.id}' }],
        },
        'work-01': { provider: 'proxmox.main', node_name: 'pve2', name: 'work-01', disk: [{ interface: 'scsi0' }] },
      },
    },
  };
  expect(writtenNeeds(stack).endpoints[0]?.machines.map(({ image }) => image)).toEqual([IMAGE, undefined]);
});
