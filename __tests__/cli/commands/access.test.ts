import { createServer, type Server } from 'node:https';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliProject } from '../../support/cli';
import { clusterProject, LAB } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';

let project: CliProject;

beforeEach(() => {
  project = clusterProject({ lab: LAB, other: LAB.replace('name: lab', 'name: other').replace('main:', 'house:') });
});

afterEach(() => {
  project.remove();
});

test('prints commands that a shell takes as they are', async () => {
  const { exitCode, output, errors } = await project.call(['access', 'lab']);
  expect([exitCode, errors]).toEqual([0, '']);
  const lines = output.trimEnd().split('\n');
  expect(lines[0]).toBe(
    '# endpoint main, https://pve1.example:8006, Proxmox VE 9.0, unless --proxmox-version says otherwise: run as root on one of its hosts',
  );
  expect(lines.slice(1).filter((line) => !/^(?:pveum [\w@/.,' -]+|# .*)$/.test(line))).toEqual([]);
  expect(lines).toContain(
    'pveum acl modify /vms --users talos@pve --roles TalosCloudInit,TalosGuestAgent,TalosMachines',
  );
  expect(lines.at(-1)).toContain("PROXMOX_MAIN_API_TOKEN='talos@pve!tofu=<value>'");
});

test('takes an endpoint once, whatever cluster files call it', async () => {
  const { output } = await project.call(['access', '--json']);
  expect(checkedOutput('access', output)).toMatchObject({ applied: false, endpoints: [{ name: 'main' }] });
});

test('follows the options, and refuses those that no shell would take', async () => {
  const { output } = await project.call([
    ...['access', 'lab', '--user', 'iac@pve', '--token', 'lab', '--proxmox-version', '8.4', '--minimal'],
  ]);
  expect(output).toContain('pveum user add iac@pve\n');
  expect(output).toContain('pveum user token add iac@pve lab --privsep 0\n');
  expect(output).not.toContain('TalosGuestAgent');
  for (const [option, value] of [
    ['--user', "a'b@pve"],
    ['--user', 'talos'],
    ['--token', 'a b'],
    ['--proxmox-version', 'nine'],
  ] as const) {
    const refused = await project.call(['access', 'lab', option, value]);
    expect([refused.exitCode, refused.errors]).toEqual([2, expect.stringContaining(`${option} "${value}" is not `)]);
  }
});

test('follows the release', async () => {
  const { output } = await project.call(['access', 'lab', '--proxmox-version', '8.4']);
  expect(output).toContain('pveum role add TalosGuestAgent --privs VM.Monitor\n');
});

test.each([
  ['7', '8.0 or newer is needed, as rights on bridges (SDN.Use) came with it; 8.4 or newer'],
  ['8.3', '8.4 or newer is needed, as older releases download no disk images as content "import"'],
  ['0', '8.0 or newer'],
])('refuses release %s, which lacks what the cluster files need', async (release, lacks) => {
  const { exitCode, output, errors } = await project.call(['access', 'lab', '--proxmox-version', release]);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(`endpoint main: Proxmox VE ${release} is not supported for these cluster files: ${lacks}`);
});

test('says that a release is newer than what is known', async () => {
  const { exitCode, errors } = await project.call(['access', 'lab', '--proxmox-version', '10.1']);
  expect([exitCode, errors]).toEqual([
    0,
    'note: endpoint main: Proxmox VE 10.1 is newer than the releases that are known here; ' +
      'the rights are those that Proxmox VE 9 needs\n',
  ]);
  expect((await project.call(['access', 'lab', '--proxmox-version', '9.9'])).errors).toBe('');
});

test('needs a cluster on Proxmox VE', async () => {
  const metal = `${LAB.slice(0, LAB.indexOf('proxmox:')).replace('name: lab', 'name: metal')}nodes:
  cp-1: { machineType: controlplane, address: 10.0.0.11, installDisk: /dev/sda, link: eno1 }
state: { encryption: 'on' }
`;
  project.write('stacks/clusters/metal.yaml', metal);
  expect(await project.call(['access', 'metal'])).toMatchObject({
    exitCode: 2,
    errors: 'these cluster files have no machines on Proxmox VE, and need no access to it\n',
  });
});

test('tells the faults of cluster files', async () => {
  project.write('stacks/clusters/lab.yaml', LAB.replace('v1.13.9', 'nine'));
  const { exitCode, errors } = await project.call(['access', 'lab']);
  expect([exitCode, errors]).toEqual([1, expect.stringContaining('stacks/clusters/lab.yaml:2:')]);
});

test.each([
  [{ PROXMOX_MAIN_ADMIN_API_TOKEN: 'c2VjcmV0' }, 'PROXMOX_MAIN_ADMIN_API_TOKEN is not of the form'],
  [
    { PROXMOX_MAIN_ADMIN_USERNAME: 'root', PROXMOX_MAIN_ADMIN_PASSWORD: 'c2VjcmV0' },
    'PROXMOX_MAIN_ADMIN_USERNAME is not of the form USER@REALM',
  ],
])('names an administrator that is none, and not its value: %j', async (env, message) => {
  const { exitCode, errors } = await project.call(['access', 'lab', '--apply', '--yes'], env);
  expect([exitCode, errors]).toEqual([2, expect.stringContaining(message)]);
  expect(errors).not.toContain('c2VjcmV0');
});

describe('with a password', () => {
  let endpoint: Server;
  let folder: string;
  let seen: string[];
  let answer: unknown;
  /** Host whose roles cannot be made. */
  let failing: string | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'access-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-days', '1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject],
      {
        stdio: 'ignore',
      },
    );
    endpoint = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const { cookie = '', csrfpreventiontoken: csrf = '' } = headers;
        seen.push(`${method} ${url} ${Buffer.concat(parts).toString()} ${cookie} ${String(csrf)}`.trim());
        const data = url.endsWith('/ticket') ? answer : url.endsWith('/version') ? { version: '9.1.1' } : [];
        if (failing !== undefined && headers.host?.startsWith(failing) === true && url.endsWith('/roles')) {
          if (method === 'POST') response.statusCode = 500;
        }
        response.end(JSON.stringify({ data: method === 'POST' && url.includes('/token/') ? { value: 'a-b' } : data }));
      });
    });
    await new Promise<void>((listening) => endpoint.listen(0, '127.0.0.1', listening));
  });

  afterAll(async () => {
    await new Promise((closed) => endpoint.close(closed));
    rmSync(folder, { recursive: true });
  });

  beforeEach(() => {
    seen = [];
    failing = undefined;
    const { port } = endpoint.address() as AddressInfo;
    project.write('stacks/clusters/lab.yaml', LAB.replace('https://pve1.example:8006', `https://127.0.0.1:${port}`));
  });

  const call = () =>
    project.call(['access', 'lab', '--apply', '--yes'], {
      SSL_CERT_FILE: join(folder, 'cert.pem'),
      PROXMOX_MAIN_ADMIN_USERNAME: 'root@pam',
      PROXMOX_MAIN_ADMIN_PASSWORD: 'p&=w d',
    });

  test('signs in once, and sends the ticket with each call', async () => {
    answer = { ticket: 'PVE:root@pam:1', CSRFPreventionToken: '2:x' };
    const { exitCode, output, errors } = await call();
    expect([exitCode, output]).toEqual([0, "PROXMOX_MAIN_API_TOKEN='talos@pve!tofu=a-b'\n"]);
    expect(seen[0]).toBe('POST /api2/json/access/ticket username=root%40pam&password=p%26%3Dw+d');
    expect(seen.slice(1).every((line) => line.endsWith('PVEAuthCookie=PVE:root@pam:1 2:x'))).toBe(true);
    expect(seen).toContain(
      'POST /api2/json/access/roles roleid=TalosBridges&privs=SDN.Use PVEAuthCookie=PVE:root@pam:1 2:x',
    );
    expect(errors).not.toContain('a-b');
  });

  test('shows the token of one endpoint in JSON although the next one fails', async () => {
    answer = { ticket: 'PVE:root@pam:1', CSRFPreventionToken: '2:x' };
    failing = 'localhost';
    const { port } = endpoint.address() as AddressInfo;
    const other = LAB.replace('name: lab', 'name: other').replace('main:', 'house:');
    project.write(
      'stacks/clusters/other.yaml',
      other.replace('https://pve1.example:8006', `https://localhost:${port}`),
    );
    const { exitCode, output } = await project.call(['access', '--apply', '--yes', '--json'], {
      SSL_CERT_FILE: join(folder, 'cert.pem'),
      ...Object.fromEntries(
        ['MAIN', 'HOUSE'].flatMap((name) => [
          [`PROXMOX_${name}_ADMIN_USERNAME`, 'root@pam'],
          [`PROXMOX_${name}_ADMIN_PASSWORD`, 'p'],
        ]),
      ),
    });
    expect(exitCode).toBe(2);
    expect(checkedOutput('access', output)).toMatchObject({
      applied: false,
      endpoints: [{ name: 'main', tokenValue: 'talos@pve!tofu=a-b' }],
    });
  });

  test('says that a second factor is asked for', async () => {
    answer = { ticket: 'PVE:!tfa!', NeedTFA: 1, CSRFPreventionToken: '2:x' };
    const { exitCode, errors } = await call();
    expect([exitCode, errors]).toEqual([2, expect.stringContaining('a second factor is needed')]);
    expect(errors).not.toContain('p&=w d');
    expect(seen).toHaveLength(1);
  });
});
