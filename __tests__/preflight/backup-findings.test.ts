import type { PlannedResource } from '../../src/plan/read/plan-json';
import { backupFindings } from '../../src/preflight/backup-findings';
import { endpointNeeds as needsOf } from '../../src/preflight/planned-needs';
import { privilegeNeeds } from '../../src/preflight/privilege-needs';
import { datastore, endpointNeeds, endpointState } from './state';

const JOB = { feature: 'backupJob', name: 'stack-home-nightly', backupDatastoreId: 'nas' } as const;
const needs = endpointNeeds({ machines: [], downloads: [], objects: [JOB] });

function found(...datastores: readonly ReturnType<typeof datastore>[]) {
  return backupFindings(needs, endpointState(needs, { datastores })).shortages;
}

test('a job is known with the datastore that it writes to, and needs rights on everything', () => {
  const after = { id: JOB.name, storage: 'nas', schedule: '02:30' };
  const created = { type: 'proxmox_backup_job', name: 'x', after, providerKey: 'proxmox.main' } as never;
  const of: PlannedResource = created;
  expect(needsOf('proxmox.main', [of]).objects).toEqual([JOB]);
  expect(privilegeNeeds(needs, '9.1.1').map(({ path, privileges }) => [path, ...privileges])).toEqual([
    ['/', 'Sys.Audit', 'Sys.Modify'],
    ['/storage/nas', 'Datastore.Audit'],
  ]);
});

test('a datastore that takes backups is fine', () => {
  expect(found(datastore('nas', { content: ['images', 'backup'] }))).toEqual([]);
});

test('one that does not is refused, with the command that lets it', () => {
  expect(found(datastore('nas', { content: ['images'] }), datastore('pbs', { content: ['backup'] }))).toEqual([
    {
      kind: 'datastore-unfit',
      accept: 'endpoint/main',
      message: 'endpoint/main: datastore "nas" does not take content "backup" (backups), or write another one: pbs',
      repair: { commands: ['pvesm set nas --content images,backup'] },
    },
  ]);
});

test.each([
  [
    'of blocks',
    [datastore('nas', { type: 'lvmthin', content: ['images'] })],
    'endpoint/main: datastore "nas" is of type lvmthin, which never takes content "backup"; write one that does: (none)',
  ],
  [
    'that there is not',
    [datastore('pbs', { content: ['backup'] })],
    'endpoint/main: there is no datastore "nas"; write one that takes content "backup": pbs',
  ],
])('one %s is refused', (_title, datastores, message) => {
  expect(found(...datastores).map((each) => [each.message, each.repair])).toEqual([[message, undefined]]);
});

test('of one that the token does not see nothing is said', () => {
  const state = endpointState(needs, { datastores: [], permissions: new Map() });
  expect(backupFindings(needs, state).shortages).toEqual([]);
});
