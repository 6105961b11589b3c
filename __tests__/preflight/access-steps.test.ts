import { accessSteps, NO_ACCESS_YET, surplusPrivileges } from '../../src/preflight/access-steps';
import { accessWish, type AccessWish, joinNeeds } from '../../src/preflight/access-wish';
import { endpointNeeds, machineNeeds } from './state';

const WHO = { userId: 'talos@pve', tokenName: 'tofu', version: '9.1', minimal: false };

const grantsOf = ({ grants }: AccessWish): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(grants.map(({ path, roles }) => [path, roles]));

describe('the rights that clusters need', () => {
  test('are given on the paths where they are needed, and nowhere else', () => {
    expect(grantsOf(accessWish(endpointNeeds(), WHO))).toEqual({
      '/nodes/pve1': ['TalosDownloads', 'TalosHosts'],
      '/sdn/zones/localnetwork/vmbr0': ['TalosBridges'],
      '/storage/local': ['TalosImages'],
      '/storage/local-lvm': ['TalosDisks'],
      '/vms': ['TalosCloudInit', 'TalosGuestAgent', 'TalosMachines'],
    });
  });

  test('are those on a pool for its machines, and on no single machine, whose rights go with it', () => {
    const machines = [machineNeeds({ poolId: 'talos', vmId: 200 }), machineNeeds({ vmId: 201 })];
    const grants = grantsOf(accessWish(endpointNeeds({ machines }), WHO));
    const roles = ['TalosCloudInit', 'TalosGuestAgent', 'TalosMachines'];
    expect(grants['/vms']).toEqual(roles);
    expect(grants['/pool/talos']).toEqual([...roles, 'TalosPools'].sort());
    expect(Object.keys(grants).filter((path) => path.startsWith('/vms/'))).toEqual([]);
  });

  test('never hold everywhere', () => {
    const { grants } = accessWish(endpointNeeds({ machines: [machineNeeds({ hasStartup: true })] }), WHO);
    expect(grants.filter(({ path }) => path === '/')).toEqual([
      { path: '/', roles: ['TalosStartup'], propagate: false },
    ]);
  });

  test('follow the release of Proxmox VE, and leave out what an apply succeeds without', () => {
    const rolesOf = (options: Partial<typeof WHO>) =>
      Object.fromEntries(
        accessWish(endpointNeeds(), { ...WHO, ...options }).roles.map(({ name, privileges }) => [name, privileges]),
      );
    expect(rolesOf({}).TalosGuestAgent).toEqual(['VM.GuestAgent.Audit']);
    expect(rolesOf({ version: '8.4.1' }).TalosGuestAgent).toEqual(['VM.Monitor']);
    expect(rolesOf({}).TalosImages).toEqual(['Datastore.Allocate', 'Datastore.AllocateTemplate', 'Datastore.Audit']);
    const minimal = rolesOf({ minimal: true });
    expect(minimal.TalosImages).toEqual(['Datastore.AllocateTemplate', 'Datastore.Audit']);
    expect(Object.keys(minimal)).not.toContain('TalosGuestAgent');
  });

  test('leave out what others give already: downloads need no right of their own beside high availability and startup', () => {
    const grantsWith = (hasStartup: boolean, isWatched: boolean) =>
      grantsOf(
        accessWish(
          endpointNeeds({
            machines: [machineNeeds({ hasStartup })],
            objects: isWatched ? [{ feature: 'highAvailability', name: 'vm:100' }] : [],
          }),
          { ...WHO, minimal: true },
        ),
      )['/nodes/pve1'];
    expect(grantsWith(true, true)).toBeUndefined();
    expect(grantsWith(true, false)).toEqual(['TalosDownloads']);
    expect(grantsWith(false, true)).toEqual(['TalosDownloads']);
  });

  test('of several clusters are those of all', () => {
    const other = endpointNeeds({ machines: [machineNeeds({ disks: [{ datastoreId: 'ceph', sizeGiB: 1 }] })] });
    expect(Object.keys(grantsOf(accessWish(joinNeeds([endpointNeeds(), other]), WHO)))).toEqual(
      expect.arrayContaining(['/storage/ceph', '/storage/local-lvm']),
    );
  });
});

describe('the changes of an endpoint', () => {
  const wish = accessWish(endpointNeeds({ machines: [], downloads: endpointNeeds().downloads }), WHO);
  const commandsOf = (state: Partial<typeof NO_ACCESS_YET>): readonly string[] =>
    accessSteps(wish, { ...NO_ACCESS_YET, ...state }).map(({ command }) => command);
  const ROLES = new Map(wish.roles.map(({ name, privileges }) => [name, privileges]));

  test('begin with nothing, and end with the secret', () => {
    expect(commandsOf({})).toEqual([
      'pveum role add TalosDownloads --privs Sys.AccessNetwork',
      'pveum role add TalosImages --privs Datastore.Allocate,Datastore.AllocateTemplate,Datastore.Audit',
      'pveum user add talos@pve',
      'pveum acl modify /nodes/pve1 --users talos@pve --roles TalosDownloads',
      'pveum acl modify /storage/local --users talos@pve --roles TalosImages',
      'pveum user token add talos@pve tofu --privsep 0',
    ]);
  });

  test('are those that are missing', () => {
    const given = (path: string, role: string, propagate = true) => ({ path, role, id: 'talos@pve', propagate });
    const have = { users: ['talos@pve'], tokens: new Map([['talos@pve!tofu', false]]), roles: ROLES };
    const all = [given('/nodes/pve1', 'TalosDownloads'), given('/storage/local', 'TalosImages')];
    expect(commandsOf({ ...have, given: all })).toEqual([]);
    expect(commandsOf({ ...have, given: [given('/nodes/pve1', 'TalosDownloads', false), ...all.slice(1)] })).toEqual([
      'pveum acl modify /nodes/pve1 --users talos@pve --roles TalosDownloads',
    ]);
    const roles = new Map([...ROLES, ['TalosImages', ['Datastore.Audit', 'VM.Backup']]]);
    expect(commandsOf({ ...have, roles, given: all })).toEqual([
      'pveum role modify TalosImages --privs Datastore.Allocate,Datastore.AllocateTemplate --append 1',
    ]);
    expect([...surplusPrivileges(wish, { ...NO_ACCESS_YET, roles })]).toEqual([['TalosImages', ['VM.Backup']]]);
  });

  test('give a token with rights of its own what its user gets', () => {
    const tokens = new Map([['talos@pve!tofu', true]]);
    expect(commandsOf({ users: ['talos@pve'], tokens, roles: ROLES })).toEqual([
      "pveum acl modify /nodes/pve1 --users talos@pve --tokens 'talos@pve!tofu' --roles TalosDownloads",
      "pveum acl modify /storage/local --users talos@pve --tokens 'talos@pve!tofu' --roles TalosImages",
    ]);
  });
});
