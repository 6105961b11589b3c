import { findRecoveries } from '../../../src/plan/recovery/recovery';
import { printedDiagnostics } from '../../../src/plan/read/printed-diagnostics';
import { BOOTSTRAP, vmAddress } from '../../support/plan';

const STACK = {
  resource: {
    talos_machine_bootstrap: { cluster_bootstrap_CBC276F0: { node: '10.0.0.11' } },
    proxmox_virtual_environment_vm: {
      'nodes_work-00_AABE1FF1': { name: 'work-00', node_name: 'pve1', vm_id: 810 },
      'nodes_work-01_AABE1FF1': { name: 'work-01', node_name: 'pve2' },
    },
  },
};

const TOFU = 'tofu -chdir=cdktf.out/stacks/home';

function recover(printed: string, restarting?: readonly string[]) {
  const errors = printedDiagnostics(printed);
  return findRecoveries({ errors, stack: STACK, applyCommand: 'npm run apply -- home', tofuCommand: TOFU, restarting });
}

/** A copy of a stack with another value at a place. */
function changed<T extends object>(stack: T, place: string, value: unknown): T {
  const copy = structuredClone(stack);
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<object>((at, key) => (at as Record<string, object>)[key] ?? {}, copy);
  (parent as Record<string, unknown>)[last] = value;
  return copy;
}

/** An error as OpenTofu prints it where no terminal is wide enough. */
function printed(summary: string, address: string, detail: string): string {
  return [
    '╷',
    `│ Error: ${summary}`,
    '│ ',
    `│   with ${address},`,
    '│   on cdk.tf.json line 619, in resource.something:',
    '│  619:       },',
    '│ ',
    ...detail.split('\n').map((line) => `│ ${line}`),
    '╵',
    '',
  ].join('\n');
}

const TWICE = printed(
  'Error bootstrapping node',
  BOOTSTRAP,
  'rpc error: code = AlreadyExists desc = etcd data directory is\nnot empty',
);

describe('a bootstrap that happened and is not in the state', () => {
  const [recovery] = recover(TWICE);

  test('S-38 is imported by the next apply', () => {
    expect(recover(TWICE)).toEqual([
      {
        kind: 'bootstrap-not-in-state',
        message:
          `the cluster is bootstrapped, but ${BOOTSTRAP} is not in the state, so every apply bootstraps again and fails; ` +
          'the next apply imports it',
        command: 'npm run apply -- home',
        imports: [{ to: BOOTSTRAP, id: 'machine_bootstrap' }],
      },
    ]);
  });

  test('S-38 is seen among other errors and in colours', () => {
    const coloured = TWICE.replaceAll('│', '\u001b[31m│\u001b[0m\u001b[0m').replace(
      'Error: ',
      '\u001b[1m\u001b[31mError: \u001b[0m\u001b[0m\u001b[1m',
    );
    expect(recover(`${printed('other', 'a.b', 'c')}${coloured}`)).toEqual([recovery]);
  });

  test('is not seen in another error of the bootstrap', () => {
    expect(recover(TWICE.replace('not empty', 'not there'))).toEqual([]);
  });

  test('is not seen in an error of another resource', () => {
    expect(recover(TWICE.replace(BOOTSTRAP, vmAddress('work-00')))).toEqual([]);
  });
});

describe('S-38 a deploy key that is registered and not in the state', () => {
  const KEY = 'gitea_repository_key.gitops_flux_deploy-key_920DCB0D';
  const GIT = {
    provider: { gitea: [{ base_url: 'https://gitea.example/', token: '${var.gitea_token}' }] },
    data: { gitea_repo: { repository_516: { username: 'me', name: 'fleet' } } },
    resource: {
      gitea_repository_key: {
        'gitops_flux_deploy-key_920DCB0D': {
          repository: '${data.gitea_repo.repository_516.id}',
          title: 'home-flux',
          key: '${tls_private_key.a.public_key_openssh}',
        },
      },
    },
  };
  const find = (stack: unknown, says = 'This key has already been added to this\nrepository') =>
    findRecoveries({
      errors: printedDiagnostics(printed('cannot create gitea_repository_key', KEY, says)),
      stack,
      applyCommand: 'npm run apply -- home',
      tofuCommand: TOFU,
    });

  test('S-38 is looked up in Gitea and imported by an import block at the next apply', () => {
    expect(find(GIT)).toEqual([
      {
        kind: 'deploy-key-not-in-state',
        message:
          `the deploy key is registered, but ${KEY} is not in the state, so every apply registers it again and fails; ` +
          'the next apply asks Gitea for its number and imports it',
        command: 'npm run apply -- home',
        imports: [
          {
            to: KEY,
            id:
              '${data.gitea_repo.repository_516.id}/${one([for key in ' +
              'jsondecode(data.http.recovery_gitops_flux_deploy-key_920DCB0D.response_body) : key.id if key.title == "home-flux"])}',
            read: {
              name: 'recovery_gitops_flux_deploy-key_920DCB0D',
              url: 'https://gitea.example/api/v1/repos/me/fleet/keys?limit=50',
              request_headers: { Authorization: 'token ${var.gitea_token}' },
            },
          },
        ],
      },
    ]);
  });

  test('S-38 is the same for another key of its name', () => {
    expect(find(GIT, 'A key with the same name already exists')).toEqual(find(GIT));
  });

  test('is looked up at the provider that registers it', () => {
    const other = { alias: 'other', base_url: 'https://git.example', token: '${var.other_token}' };
    const stack = changed(GIT, 'resource.gitea_repository_key.gitops_flux_deploy-key_920DCB0D.provider', 'gitea.other');
    expect(find(stack)).toEqual([]);
    expect(find({ ...stack, provider: { gitea: [...GIT.provider.gitea, other] } })[0]?.imports[0]?.read).toMatchObject({
      url: 'https://git.example/api/v1/repos/me/fleet/keys?limit=50',
      request_headers: { Authorization: 'token ${var.other_token}' },
    });
  });

  test.each([
    'provider.gitea.0.token',
    'provider.gitea.0.base_url',
    'data.gitea_repo.repository_516.username',
    'resource.gitea_repository_key.gitops_flux_deploy-key_920DCB0D.title',
  ])('is none where the stack does not say %s', (place) => {
    expect(find(changed(GIT, place, undefined))).toEqual([]);
  });

  test('is none where the number of the repository is written in another way', () => {
    const place = 'resource.gitea_repository_key.gitops_flux_deploy-key_920DCB0D.repository';
    expect(find(changed(GIT, place, 7))).toEqual([]);
  });
});

describe('S-22 a machine that was not restarted', () => {
  const shutdown = (name: string): string =>
    printed('VM shutdown', vmAddress(name), 'task "UPID:pve1:0001" failed to complete with exit code: got timeout');

  test('S-22 is named, with the way to restart it', () => {
    expect(recover(shutdown('work-00'))).toEqual([
      {
        kind: 'old-values-running',
        message:
          'work-00: its new settings are stored, but it was not restarted and runs with the old ones, and no later plan shows that; ' +
          'restart the virtual machine itself on host pve1, a reboot from inside is not enough',
        command: 'qm reboot 810',
        imports: [],
      },
    ]);
  });

  test('S-22 is named where it has no guest agent and is turned off', () => {
    expect(recover(shutdown('work-00').replace('VM shutdown', 'VM stop'))).toEqual(recover(shutdown('work-00')));
  });

  test('is none if it could not be turned off before it is replaced, which the next apply does', () => {
    const errors = '\nError: VM stop\n\nerror stopping VM: received an HTTP 500 response - Reason: no\n';
    expect(recover(errors, ['work-00'])).toEqual([]);
  });

  test('S-22 is named where it is not known whether its settings were stored', () => {
    const summary = 'error retrieving VM status: received an HTTP 500 response - Reason: broken';
    const errors = printed(summary, vmAddress('work-00'), '');
    expect(recover(errors, ['work-00', 'work-01'])).toEqual([
      {
        kind: 'old-values-running',
        message:
          'work-00: was to be restarted when the apply failed; if the next plan no longer shows its change, it runs with the old values: ' +
          'restart the virtual machine itself on host pve1 then, a reboot from inside is not enough',
        command: 'qm reboot 810',
        imports: [],
      },
    ]);
    expect(recover(errors, ['work-01'])).toEqual([]);
    expect(recover(errors)).toEqual([]);
  });

  test('S-22 is named without an id that Proxmox VE chose', () => {
    expect(recover(shutdown('work-01'))).toMatchObject([{ command: 'qm reboot <VM id of work-01>' }]);
  });

  test('is none if the machine is no longer in the stack', () => {
    expect(recover(shutdown('work-09'))).toEqual([]);
  });
});

test('a lock that a killed run left behind is taken away by its id', () => {
  const locked = [
    '╷',
    '│ Error: Error acquiring the state lock',
    '│ ',
    '│ Error message: HTTP remote state already locked:',
    '│ ID=5a8e3f4c',
    '│ Lock Info:',
    '│   ID:        5a8e3f4c-1f0a-7c2e',
    '│   Path:      ',
    '╵',
  ].join('\n');
  expect(recover(locked)).toMatchObject([
    { kind: 'state-locked', command: `${TOFU} force-unlock 5a8e3f4c-1f0a-7c2e`, imports: [] },
  ]);
});

test('a lock names who holds it, and since when', () => {
  const message = [
    '╷',
    '│ Error: Error acquiring the state lock',
    '│ ',
    '│ Error message: the state is already locked by another tofu client',
    '│ Lock Info:',
    '│   ID:        8aeca5ca-012c',
    '│   Path:      ',
    '│   Operation: OperationTypeApply',
    '│   Who:       me@desk',
    '│   Version:   1.12.6',
    '│   Created:   2026-12-01 06:43:37.356731459 +0000 UTC',
    '│   Info:      ',
    '╵',
  ].join('\n');
  expect(recover(message)).toEqual([
    {
      kind: 'state-locked',
      message:
        'the state is locked by a run of me@desk since 2026-12-01 06:43:37 UTC; wait for its end (--lock-timeout 10m waits ' +
        'by itself), or, if it was killed and none is at work, remove its lock',
      command: `${TOFU} force-unlock 8aeca5ca-012c`,
      imports: [],
    },
  ]);
});

test.each([
  'Already locked for workspace creation: default',
  'Workspace is already locked: default',
  'Cannot lock workspace; already locked for workspace creation: default',
])('a lock of PostgreSQL ends with its session, and no id removes it: %s', (said) => {
  const message = `╷\n│ Error: Error acquiring the state lock\n│ \n│ Error message: ${said}\n│ Lock Info:\n│   ID:        01c8\n│   Who:       me@desk\n╵`;
  const [recovery, ...others] = recover(message);
  expect([recovery?.kind, recovery?.command, others]).toEqual(['state-locked', 'npm run apply -- home', []]);
  expect(recovery?.message).toContain('pg_terminate_backend');
  expect(recovery?.message).not.toContain('me@desk');
});

test('a state that the server did not take is written when it is there again, before any other apply', () => {
  const message = [
    '╷',
    '│ Error: Failed to save state',
    '│ ',
    '│ Error saving state: dial tcp 127.0.0.1:5432: connect: connection refused',
    '╵',
    '╷',
    '│ Error: Failed to persist state to backend',
    '│ ',
    '│ The error shown above has prevented OpenTofu from writing the updated state to the configured backend.',
    '╵',
  ].join('\n');
  expect(recover(message)).toMatchObject([
    { kind: 'state-not-written', command: `${TOFU} state push errored.tfstate`, imports: [] },
  ]);
});

test('a state that is written later is written without a lock where that of the run is still there', () => {
  const message = [
    '╷',
    '│ Error: Failed to persist state to backend',
    '╵',
    '╷',
    '│ Error: Error releasing the state lock',
    '│ ',
    '│ Error message: dial tcp 127.0.0.1:37901: connect: connection refused',
    '╵',
  ].join('\n');
  expect(recover(message)).toMatchObject([{ command: `${TOFU} state push -lock=false errored.tfstate` }]);
  const run = { errors: printedDiagnostics(message), applyCommand: 'apply', tofuCommand: TOFU };
  expect(findRecoveries({ ...run, stack: { terraform: { backend: { pg: {} } } } })).toMatchObject([
    { command: `${TOFU} state push errored.tfstate` },
  ]);
});

test('what heals by itself needs nothing', () => {
  expect(recover(printed('error creating VM', vmAddress('work-00'), 'received an HTTP 500 response'))).toEqual([]);
  expect(recover('')).toEqual([]);
});
