import { endpointFindings, silenceShortage } from '../../src/preflight/endpoint-findings';
import type { EndpointNeeds } from '../../src/preflight/needs';
import { datastore, endpointNeeds, endpointState, GIB, host, machineNeeds, permissions } from './state';

type State = NonNullable<Parameters<typeof endpointState>[1]>;

function findingsOf(state: State, needs: EndpointNeeds = endpointNeeds()) {
  const { shortages, advice } = endpointFindings(needs, endpointState(needs, state));
  return {
    said: shortages.map(({ message }) => message),
    run: shortages.flatMap(({ repair }) => repair?.commands ?? []),
    advice,
  };
}

const onPve1 = (changed: Parameters<typeof host>[0]): State['hosts'] => new Map([['pve1', host(changed)]]);
const NOTHING = { said: [], run: [], advice: [] };

test('an endpoint that has everything', () => {
  expect(findingsOf({})).toEqual(NOTHING);
});

describe('releases', () => {
  const OLD =
    'endpoint main: Proxmox VE 8.2.4 is too old for this plan: older releases download no disk images as content "import"; update it to 8.4 or newer';

  test('too old for images as content import, and only for them', () => {
    expect(findingsOf({ version: '8.2.4' }).said).toEqual([OLD]);
    const iso = endpointNeeds({ downloads: [{ hostName: 'pve1', datastoreId: 'local', contentType: 'iso' }] });
    expect(findingsOf({ version: '8.2.4' }, iso).said).toEqual([]);
    expect(findingsOf({ version: '7.4-1' }, iso).said).toEqual([expect.stringContaining('update it to 8.0 or newer')]);
  });
});

describe('ids', () => {
  const needs = endpointNeeds({ machines: [machineNeeds({ vmId: 800 })] });

  test.each([
    ['a container', { id: 800, name: 'dns', kind: 'container', hostName: 'pve2' }, 'the container "dns" on host pve2'],
    ['a machine', { id: 800, name: 'nas', kind: 'machine', hostName: 'pve1' }, 'the machine "nas" on host pve1'],
    [
      'somebody unseen',
      { id: 801, name: 'x', kind: 'machine', hostName: 'pve1' },
      'a machine or container that the token cannot see',
    ],
  ] as const)('of %s', (_, guest, owner) => {
    const guests = [{ ...guest, tags: ['stack-other'] }];
    expect(findingsOf({ takenIds: [800], freeId: 105, guests }, needs).said).toEqual([
      `endpoint main: vmId 800 of cp-1 belongs to ${owner}; choose another vmId, such as 105, or leave it out`,
    ]);
  });

  test('of a machine of the stack, which an interrupted apply has left behind', () => {
    const own = endpointNeeds({ machines: [machineNeeds({ vmId: 800, stackTag: 'stack-home' })] });
    const left = { id: 800, name: 'cp-1', kind: 'machine', hostName: 'pve1', tags: ['talos', 'stack-home'] } as const;
    expect(findingsOf({ takenIds: [800], guests: [left] }, own)).toEqual(NOTHING);
  });

  test('an id that another new machine takes is not proposed', () => {
    const two = endpointNeeds({ machines: [machineNeeds({ vmId: 800 }), machineNeeds({ name: 'cp-2', vmId: 105 })] });
    expect(findingsOf({ takenIds: [800], freeId: 105 }, two).said[0]).toContain(
      '; choose another vmId, or leave it out',
    );
  });
});

describe('hosts', () => {
  test.each([
    ['that is not there', new Map([['pve2', host()]]), 'main/pve1: endpoint main has no host "pve1"; it has pve2'],
    [
      'that is off',
      onPve1({ isOnline: false }),
      'main/pve1: the host is offline; start it, or put the machines on another one',
    ],
  ])('one %s', (_, hosts, message) => {
    expect(findingsOf({ hosts })).toEqual({ ...NOTHING, said: [message] });
  });

  test('a bridge that is not there', () => {
    expect(findingsOf({ hosts: onPve1({ bridges: [{ name: 'vmbr1', isVnet: false }] }) }).said).toEqual([
      'main/pve1: there is no bridge "vmbr0", which cp-1 would be attached to; write an existing one: vmbr1',
    ]);
  });

  test('a bridge that the token cannot see is reported by its rights', () => {
    const needs = endpointNeeds();
    const { said } = findingsOf({
      hosts: onPve1({ bridges: [] }),
      permissions: permissions(needs, { '/sdn/zones/localnetwork/vmbr0': {} }),
    });
    expect(said).toEqual([expect.stringContaining('lacks privileges')]);
  });

  test('G-34 a machine that is larger than its host', () => {
    const memory = { totalBytes: 2 * GIB, availableBytes: GIB };
    expect(findingsOf({ hosts: onPve1({ memory }) })).toEqual({
      ...NOTHING,
      said: [
        'main/pve1: memoryMiB 4096 of cp-1 is more than the 2048 MiB that the host has; write less, or put it on another host',
      ],
    });
  });

  test('G-34 machines that need more memory than is free', () => {
    const memory = { totalBytes: 64 * GIB, availableBytes: 6 * GIB };
    const needs = endpointNeeds({ machines: [machineNeeds(), machineNeeds({ name: 'cp-2' })] });
    expect(findingsOf({ hosts: onPve1({ memory }) }, needs)).toEqual({
      ...NOTHING,
      advice: [
        'main/pve1: the new machines get 8192 MiB of memory, and 6144 MiB are free; the host swaps or kills what does not fit',
      ],
    });
  });

  test('memory that the token cannot see is not guessed', () => {
    expect(findingsOf({ hosts: onPve1({ memory: undefined }) })).toEqual(NOTHING);
  });
});

describe('datastores', () => {
  const LVM = datastore('local-lvm', { type: 'lvmthin', content: ['images', 'rootdir'] });
  const LOCAL = datastore('local', { content: ['iso', 'import'] });
  const active = (...ids: readonly string[]) =>
    onPve1({ datastores: ids.map((id) => ({ id, isActive: true, isShared: false, availableBytes: 100 * GIB })) });

  test('one that is not there', () => {
    const nas = datastore('nas', { content: ['import'] });
    expect(findingsOf({ datastores: [LVM, nas], hosts: active('local-lvm', 'nas') }).said).toEqual([
      'main/pve1: there is no datastore "local"; write one that takes content "import": nas',
    ]);
  });

  test('one that does not take the content keeps what it takes', () => {
    const local = datastore('local', { content: ['iso', 'vztmpl', 'backup'] });
    const nas = datastore('nas', { content: ['import'] });
    expect(findingsOf({ datastores: [LVM, local, nas], hosts: active('local', 'local-lvm', 'nas') })).toEqual({
      ...NOTHING,
      said: ['main/pve1: datastore "local" does not take content "import" (images), or write another one: nas'],
      run: ['pvesm set local --content iso,vztmpl,backup,import'],
    });
  });

  test('one that takes nothing', () => {
    expect(findingsOf({ datastores: [LVM, datastore('local', { content: ['none'] })] }).run).toEqual([
      'pvesm set local --content import',
    ]);
  });

  test('one that is disabled and not defined for the host', () => {
    const local = { ...LOCAL, isDisabled: true, hostNames: ['pve2'] };
    expect(findingsOf({ datastores: [LVM, local] })).toEqual({
      ...NOTHING,
      said: ['main/pve1: datastore "local" is not defined for pve1 and is disabled'],
      run: ['pvesm set local --nodes pve2,pve1 --disable 0'],
    });
  });

  test('one whose type never takes the content', () => {
    const needs = endpointNeeds({ downloads: [{ hostName: 'pve1', datastoreId: 'local-lvm', contentType: 'import' }] });
    expect(findingsOf({}, needs)).toEqual({
      ...NOTHING,
      said: [
        'main/pve1: datastore "local-lvm" is of type lvmthin, which never takes content "import"; write one that does: local',
      ],
    });
  });

  test('one that is not active', () => {
    const datastores = [
      { id: 'local', isActive: false, isShared: false, availableBytes: 0 },
      { id: 'local-lvm', isActive: true, isShared: false, availableBytes: 100 * GIB },
    ];
    expect(findingsOf({ hosts: onPve1({ datastores }) }).said).toEqual([
      'main/pve1: datastore "local" is not active on the host; mount or connect it first',
    ]);
  });

  test('one that the token cannot see is reported by its rights', () => {
    const needs = endpointNeeds();
    const { said } = findingsOf({ datastores: [LVM], permissions: permissions(needs, { '/storage/local': {} }) });
    expect(said).toEqual([expect.stringContaining('on /storage/local: Datastore.AllocateTemplate')]);
  });

  test.each([
    ['lvm', false, 'said'],
    ['zfspool', false, 'said'],
    ['zfspool', true, 'advice'],
    ['lvmthin', false, 'advice'],
  ] as const)('too little space on %s, sparse %s', (type, isSparse, where) => {
    const machines = [
      machineNeeds(),
      machineNeeds({ name: 'cp-2', disks: [{ datastoreId: 'local-lvm', sizeGiB: 90 }] }),
    ];
    const datastores = [LOCAL, { ...LVM, type, isSparse }];
    expect(findingsOf({ datastores }, endpointNeeds({ machines }))).toEqual({
      ...NOTHING,
      [where]: [
        expect.stringMatching(/^main\/pve1: datastore "local-lvm" has 100 GiB free, and the new disks .* 110 GiB/),
      ],
    });
  });

  test('space of a datastore that hosts share is counted once', () => {
    const shared = ['local', 'local-lvm'].map((id) => ({
      id,
      isActive: true,
      isShared: true,
      availableBytes: 30 * GIB,
    }));
    const hosts = new Map([
      ['pve1', host({ datastores: shared })],
      ['pve2', host({ datastores: shared })],
    ]);
    const machines = [machineNeeds(), machineNeeds({ name: 'cp-2', hostName: 'pve2' })];
    expect(findingsOf({ hosts }, endpointNeeds({ machines })).advice).toEqual([
      'main/pve1: datastore "local-lvm" has 30 GiB free, and the new disks can grow to 40 GiB',
    ]);
  });
});

describe('an endpoint that gives no answer', () => {
  test.each([
    [
      { reason: 'ECONNREFUSED', failure: 'connection' },
      'endpoint my-lab: nothing answers at https://pve (ECONNREFUSED); check proxmox.endpoints.my-lab.url, and that Proxmox VE is up and reachable from here',
    ],
    [
      { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT', failure: 'certificate' },
      'endpoint my-lab: the certificate of https://pve is not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT); let SSL_CERT_FILE name the certificate of its authority, /etc/pve/pve-root-ca.pem on a host, or write proxmox.endpoints.my-lab.insecure: true',
    ],
    [
      { reason: 'invalid token value!', status: 401 },
      'endpoint my-lab: the token a@pve!b is refused (invalid token value!); PROXMOX_MY_LAB_API_TOKEN must hold a token that exists, as USER@REALM!TOKENID=UUID',
    ],
    [
      { reason: 'Not Found', status: 404 },
      'endpoint my-lab: https://pve answers 404 (Not Found), which is not Proxmox VE; check proxmox.endpoints.my-lab.url',
    ],
  ] as const)('%p', (refusal, message) => {
    expect(silenceShortage('my-lab', { url: 'https://pve', tokenId: 'a@pve!b', refusal })).toEqual({
      kind: 'endpoint-silent',
      accept: 'endpoint/my-lab',
      message,
    });
  });

  test('a question that it does not answer', () => {
    const refusal = { status: 500, reason: 'got timeout' };
    const silent = { url: 'https://pve', tokenId: 'a@pve!b', refusal, question: '/storage' };
    expect(silenceShortage('main', silent).message).toBe(
      'endpoint main: Proxmox VE does not answer GET /storage (500 got timeout), so this plan cannot be checked; plan again once it answers',
    );
  });
});
