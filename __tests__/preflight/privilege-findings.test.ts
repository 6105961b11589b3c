import { privilegeFindings } from '../../src/preflight/privilege-findings';
import type { EndpointNeeds } from '../../src/preflight/needs';
import { compareReleases, permissionPaths, privilegeNeeds } from '../../src/preflight/privilege-needs';
import { endpointNeeds, endpointState, machineNeeds, permissions } from './state';

const VM =
  'VM.Allocate,VM.Audit,VM.Config.CDROM,VM.Config.CPU,VM.Config.Cloudinit,VM.Config.Disk,VM.Config.HWType,' +
  'VM.Config.Memory,VM.Config.Network,VM.Config.Options,VM.GuestAgent.Audit,VM.PowerMgmt';

const held = (privileges: string): Record<string, boolean> =>
  Object.fromEntries(privileges.split(',').map((privilege) => [privilege, true]));

function findingsOf(
  changed: Readonly<Record<string, Readonly<Record<string, boolean>>>>,
  needs: EndpointNeeds = endpointNeeds(),
  others: Parameters<typeof endpointState>[1] = {},
) {
  return privilegeFindings(needs, endpointState(needs, { permissions: permissions(needs, changed), ...others }));
}

const commandsOf = (...args: Parameters<typeof findingsOf>): readonly string[] =>
  findingsOf(...args).shortages.flatMap(({ repair }) => repair?.commands ?? []);

test('a token that may do all of it', () => {
  expect(findingsOf({})).toEqual({ shortages: [], advice: [] });
});

test('everything that is missing is said at once, with the commands that give it', () => {
  const { shortages } = findingsOf({ '/vms': {}, '/storage/local': {} });
  expect(shortages).toEqual([
    {
      kind: 'privileges-missing',
      accept: 'endpoint/main',
      message:
        'endpoint main: the token terraform@pve!tofu lacks privileges that this plan needs:\n' +
        `    on /vms: ${VM.replace('VM.GuestAgent.Audit,', '').replaceAll(',', ', ')} (to create and start machines and give machines their address)\n` +
        '    on /storage/local: Datastore.AllocateTemplate, Datastore.Audit (to download images)',
      repair: {
        commands: [
          `pveum role add TalosMachines --privs ${VM}`,
          'pveum role add TalosDatastores --privs Datastore.Allocate,Datastore.AllocateTemplate,Datastore.Audit',
          "pveum acl modify /vms --users terraform@pve --tokens 'terraform@pve!tofu' --roles TalosMachines",
          "pveum acl modify /storage/local --users terraform@pve --tokens 'terraform@pve!tofu' --roles TalosDatastores",
        ],
      },
    },
  ]);
});

test('what the token may do on a path beside is given again, as rights there replace those from above', () => {
  expect(commandsOf({ '/storage/local': held('VM.Backup,Datastore.Audit') })[0]).toBe(
    'pveum role add TalosDatastores --privs Datastore.Allocate,Datastore.AllocateTemplate,Datastore.Audit,VM.Backup',
  );
});

test('a role that exists is extended, or only given', () => {
  const changed = { '/sdn/zones/localnetwork/vmbr0': {} };
  const withRole = (privileges: readonly string[]) =>
    commandsOf(changed, endpointNeeds(), { roles: new Map([['TalosBridges', privileges]]) });
  const acl =
    "pveum acl modify /sdn/zones/localnetwork/vmbr0 --users terraform@pve --tokens 'terraform@pve!tofu' --roles TalosBridges";
  expect(withRole(['SDN.Audit'])).toEqual(['pveum role modify TalosBridges --privs SDN.Use --append 1', acl]);
  expect(withRole(['SDN.Use'])).toEqual([acl]);
});

test('root has every right, so only its token is given some', () => {
  const commands = commandsOf({ '/nodes/pve1': {}, '/': {} }, endpointNeeds(), { tokenId: 'root@pam!x' });
  expect(commands.at(-1)).toBe("pveum acl modify /nodes/pve1 --tokens 'root@pam!x' --roles TalosHosts");
});

test('what is needed at the root is not passed on to all below', () => {
  const needs = endpointNeeds({ machines: [machineNeeds({ hasStartup: true })], downloads: [] });
  expect(commandsOf({ '/': held('VM.Audit') }, needs)).toEqual([
    'pveum role add TalosStartup --privs Sys.Modify',
    "pveum acl modify / --users terraform@pve --tokens 'terraform@pve!tofu' --roles TalosStartup --propagate 0",
  ]);
});

test('downloads are allowed by either of two ways', () => {
  expect(findingsOf({ '/nodes/pve1': held('Sys.Audit'), '/': held('Sys.Audit,Sys.Modify') }).shortages).toEqual([]);
  expect(findingsOf({ '/nodes/pve1': held('Sys.Audit'), '/': held('Sys.Audit') }).shortages).toHaveLength(1);
});

describe('rights on machines', () => {
  test('of an id that is chosen later have to be passed on', () => {
    expect(
      findingsOf({ '/vms': Object.fromEntries(VM.split(',').map((each) => [each, false])) }).shortages,
    ).toHaveLength(1);
  });

  test('are given on all machines, unless one has rights of its own', () => {
    const needs = endpointNeeds({ machines: [machineNeeds({ vmId: 800 })] });
    const paths = (own: Record<string, boolean>) =>
      commandsOf({ '/vms/800': own, '/vms': held('VM.Audit') }, needs).flatMap(
        (command) => /modify (\/\S+)/.exec(command)?.[1] ?? [],
      );
    expect(paths(held('VM.Audit'))).toEqual(['/vms']);
    expect(paths({})).toEqual(['/vms/800']);
  });

  test('may be those of the pool, and are given there', () => {
    const needs = endpointNeeds({ machines: [machineNeeds({ vmId: 800, poolId: 'talos' })], downloads: [] });
    expect(permissionPaths(needs)).toEqual(expect.arrayContaining(['/vms/800', '/pool/talos']));
    expect(findingsOf({ '/vms/800': {}, '/vms': {}, '/pool/talos': held(`${VM},Pool.Audit`) }, needs)).toEqual({
      shortages: [],
      advice: [],
    });
    expect(commandsOf({ '/vms/800': {}, '/vms': {}, '/pool/talos': {} }, needs)).toEqual([
      `pveum role add TalosMachines --privs Pool.Audit,${VM}`,
      "pveum acl modify /pool/talos --users terraform@pve --tokens 'terraform@pve!tofu' --roles TalosMachines",
    ]);
  });
});

test('what nothing fails without is advice', () => {
  const { shortages, advice } = findingsOf({ '/nodes/pve1': held('Sys.AccessNetwork') });
  expect(shortages).toEqual([]);
  expect(advice).toEqual([
    'endpoint main: the token terraform@pve!tofu also lacks, on /nodes/pve1: Sys.Audit (to see the free memory of the host before machines are created); nothing fails now',
  ]);
});

test.each([
  ['8.4.1', 'VM.Monitor'],
  ['9.0.3', 'VM.GuestAgent.Audit'],
  ['10.0.0', 'VM.GuestAgent.Audit'],
])('Proxmox VE %s asks for %s', (version, privilege) => {
  const agent = privilegeNeeds(endpointNeeds(), version).filter(({ does }) => does.includes('guest agent'));
  expect(agent.map(({ privileges }) => privileges)).toEqual([[privilege]]);
});

test.each([
  ['9.1.1', '9.1.1', 0],
  ['9.1', '9.1.0', 0],
  ['8.4.14', '8.4.2', 12],
  ['10.0', '9.9', 1],
  ['8.3.5-2', '8.4', -1],
])('release %s against %s', (a, b, difference) => {
  expect(compareReleases(a, b)).toBe(difference);
});
