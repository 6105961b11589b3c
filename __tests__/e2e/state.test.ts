import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { parse } from 'yaml';
import { readKubeconfig } from '../../homelab/clients/kubernetes-client';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

/** One machine is enough to have every secret of a cluster. */
const ALONE = {
  'nodes.work-00': undefined,
  'kubernetes.schedulingOnControlPlanes': true,
  outputs: { machineSecrets: true, machineConfigurations: true, directory: 'output' },
};

/** Where a state may lie, and which files and stored states hold it. */
const BACKENDS = {
  local: { backend: 'local', places: ['state/home.tfstate'] },
  http: {
    backend: {
      http: { address: 'https://state.example.com/home', lockAddress: 'https://state.example.com/home/lock' },
    },
    places: ['/home'],
  },
  s3: {
    backend: { s3: { bucket: 'homelab-tofu', endpoint: 'https://s3.example.com', key: 'home.tfstate' } },
    places: ['s3://homelab-tofu/home.tfstate'],
  },
};

const CREDENTIALS = ['kube-config', 'talos-config', 'talos-machine-config-ctrl-00'].map(
  (name) => `output/${name}.yaml`,
);
const BACKUP = 'state/home.tfstate.backup';
const PLAN = 'cdktf.out/stacks/home/plan.bin';
const VARIABLES = { state_passphrase: 'correct horse battery staple' };
const APPLY = ['apply', '-no-color', '-input=false', '-auto-approve'];

describeHomelab('a state', (homelabs) => {
  test.each(Object.entries(BACKENDS))(
    'of the backend %s has one user at a time, and can be read without the passphrase until it is encrypted',
    async (kind, { backend, places }) => {
      const described = (encryption: string, changes = {}) =>
        changedSpec({ ...ALONE, state: { backend, encryption }, ...changes });
      const backups = kind === 'local' ? [BACKUP] : [];
      const homelab = await homelabs.open(described('off'));
      const { workspace } = homelab;
      await workspace.init();
      await applyTwiceAtOnce(homelab);

      const secrets = secretsOf(await workspace.outputs(), homelab.apiToken('main'));
      const readable = async () =>
        placesOf(secrets, homelab).then((found) => found.filter((place) => !CREDENTIALS.includes(place)));
      expect(await placesOf(secrets, homelab)).toEqual(expect.arrayContaining(CREDENTIALS));
      expect((await workspace.plan()).isEmpty).toBe(true);
      expect(await readable()).toEqual([...places, ...backups, PLAN].sort());

      homelab.describe(described('migrate'));
      const variables = VARIABLES;
      expect((await workspace.plan({ variables })).isEmpty).toBe(true);
      await workspace.apply({ variables }, ['plan.bin']);
      expect(await readable()).toEqual([]);

      homelab.describe(described('on', { 'nodes.ctrl-00.description': 'another description' }));
      const changed = await workspace.plan({ variables });
      expect(changed.changes.map(({ type, actions }) => [type, actions])).toEqual([
        ['proxmox_virtual_environment_vm', ['update']],
      ]);
      await workspace.apply({ variables }, [changed.file]);
      expect((await workspace.plan({ variables })).isEmpty).toBe(true);
      expect(await readable()).toEqual([]);
      const written = (await everythingOf(homelab)).map(({ place }) => place);
      expect(written).toEqual(expect.arrayContaining([...places, ...backups, PLAN, ...CREDENTIALS]));
      expect(secretsOf(await workspace.outputs({ variables }), homelab.apiToken('main'))).toEqual(secrets);
    },
  );

  test('HT-44 credentials are written to files that only their owner can read', async () => {
    const homelab = await homelabs.open(changedSpec({ ...ALONE, state: undefined }));
    await homelab.workspace.init();
    await homelab.workspace.apply();
    const modes = CREDENTIALS.map((file) => [file, statSync(join(projectOf(homelab), file)).mode & 0o777]);
    expect(modes).toEqual(CREDENTIALS.map((file) => [file, 0o600]));
  });
});

/** Applies from two sides; the one waits for the other and then has nothing to do, a third one does not wait. */
async function applyTwiceAtOnce({ workspace, simulator }: Homelab): Promise<void> {
  await simulator.addFaults([{ service: 'proxmox', method: 'POST', path: '.*/status/start', action: 'hold' }]);
  const first = workspace.start(APPLY);
  expect(await simulator.held(120)).toMatchObject({ service: 'proxmox' });

  const refused = await workspace.run([...APPLY, '-lock-timeout=0s']);
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain('Error: Error acquiring the state lock');
  expect(refused.output).toMatch(/Operation: +OperationTypeApply/);

  const second = workspace.start([...APPLY, '-lock-timeout=300s']);
  await simulator.clearFaults();
  expect(await first.ended).toMatchObject({ exitCode: 0 });
  const { exitCode, output } = await second.ended;
  expect([exitCode, output]).toEqual([0, expect.stringContaining('No changes.')]);

  const { proxmox, state } = (await simulator.inventory()) as Inventory;
  expect(proxmox.flatMap(({ guests }) => guests.map(({ name }) => name))).toEqual(['ctrl-00']);
  expect((state ?? []).filter(({ locked }) => locked)).toEqual([]);
}

/** The part of what the simulator tells of itself that these tests look at. */
interface Inventory {
  readonly proxmox: readonly { readonly guests: readonly { readonly name: string }[] }[];
  readonly state: readonly { readonly path: string; readonly locked: boolean }[] | null;
}

/** Tokens, keys and certificates, in each form in which they may stand somewhere. */
function secretsOf(outputs: Readonly<Record<string, unknown>>, apiToken: string): readonly string[] {
  const { cert, key } = readKubeconfig(outputs.kube_config as string);
  const { contexts } = parse(outputs.talos_config as string) as { readonly contexts: { readonly home: Client } };
  const { ca, crt, key: talosKey } = contexts.home;
  const kubernetes = [cert, key].map((pem) => Buffer.from(pem!).toString('base64'));
  const values = [...textsOf(outputs.machine_secrets), ca, crt, talosKey, ...kubernetes];
  // a word as short as the id of a token says little, and may stand anywhere
  const long = values.filter((value) => value.length >= 16);
  const lines = long.flatMap((value) => Buffer.from(value, 'base64').toString('latin1').split('\n'));
  return [apiToken.split('=')[1]!, ...long, ...lines.filter((line) => /^[\w+/]{40,}=*$/.test(line))];
}

/** Credentials of the Talos API. */
type Client = Readonly<Record<'ca' | 'crt' | 'key', string>>;

/** All texts in something. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Where any of the secrets can be read, sorted. */
async function placesOf(secrets: readonly string[], homelab: Homelab): Promise<readonly string[]> {
  const everything = await everythingOf(homelab);
  return everything
    .filter(({ content }) => secrets.some((secret) => content.includes(secret)))
    .map(({ place }) => place)
    .sort();
}

/** Everything that runs have written: files of the project and of the user, and what the state stores have. */
async function everythingOf({ directory, simulator }: Homelab): Promise<readonly Written[]> {
  const { state } = (await simulator.inventory()) as Inventory;
  const stored = (state ?? []).map(async ({ path }) => ({ place: path, content: await simulator.storedState(path) }));
  return [...filesOf(join(directory, 'project')), ...filesOf(join(directory, 'home')), ...(await Promise.all(stored))];
}

/** Bytes, and where they are. */
interface Written {
  readonly place: string;
  readonly content: Buffer;
}

function projectOf({ directory }: Homelab): string {
  return join(directory, 'project');
}

/** Every file below a directory. */
function filesOf(directory: string): readonly Written[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ place: path.slice(directory.length + 1), content: unpacked(readFileSync(path)) }));
}

/** How each file in a zip archive begins, and how it is packed. */
const ZIP_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const DEFLATED = 8;

/** The content of a file, and behind it what is packed into it: a plan that is not encrypted is a zip archive. */
function unpacked(content: Buffer): Buffer {
  const parts = [content];
  if (content.indexOf(ZIP_HEADER) !== 0) return content;
  for (let at = 0; at >= 0; at = content.indexOf(ZIP_HEADER, at + 1)) {
    const start = at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28);
    if (content.readUInt16LE(at + 8) === DEFLATED) parts.push(inflateRawSync(content.subarray(start)));
  }
  return Buffer.concat(parts);
}
