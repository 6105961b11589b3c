import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ClusterSpec } from '../../src/cluster-file/cluster-settings';
import { runCommandLine } from '../support/command-line';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

type HomelabConfig = Homelab['cluster']['homelab'];
type HostConfig = HomelabConfig['proxmox'][number]['hosts'][number];

describeHomelab('init offers what Proxmox VE has', (homelabs) => {
  let home: Homelab;

  beforeAll(async () => {
    home = await homelabs.openForAll(changedSpec({}), {
      configure: withHosts((host) => ({
        ...host,
        bridges: host.name === 'pve1' ? ['vmbr7', 'vmbr8'] : ['vmbr9', 'vmbr8'],
        containers: host.name === 'pve2' ? [{ id: 105, name: 'dns' }] : [],
        storages: [
          ...host.storages.map((storage) => ({
            ...storage,
            content: storage.content.filter((each) => each !== 'import'),
          })),
          {
            ...host.storages[0]!,
            id: host.name === 'pve1' ? 'only-here' : 'only-there',
            content: ['images', 'import'],
          },
          { ...host.storages[0]!, id: 'nas', content: ['images', 'import'] },
        ],
      })),
    });
  }, 120_000);

  test('with a token that sees all: hosts, what they have in common, and ids that are free', async () => {
    const { spec, said, calls } = await initIn(home, 'all', {});
    const { url } = spec.proxmox!.endpoints.main!;
    expect(said).toContain(`read ${url}: hosts pve1, pve2\n`);
    expect(spec.proxmox!.endpoints.main!.hosts).toEqual({
      pve1: { imageDatastoreId: 'nas', diskDatastoreId: expect.any(String) as string, networkBridge: 'vmbr8' },
      pve2: { imageDatastoreId: 'nas', diskDatastoreId: expect.any(String) as string, networkBridge: 'vmbr8' },
    });
    const disks = Object.values(spec.proxmox!.endpoints.main!.hosts).map(({ diskDatastoreId }) => diskDatastoreId);
    expect(disks).not.toContain('only-here');
    // 105 belongs to a container
    expect(Object.values(spec.nodes).map(({ vmId }) => vmId)).toEqual([200, 201, 202]);
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  }, 120_000);

  test('with a token without rights: it is told, and defaults stand for what it may not see', async () => {
    const root = (line: string) => home.simulator.runOnHost('main', 'pve1', line);
    await root('pveum user add nobody@pve');
    const { value } = JSON.parse(await root('pveum user token add nobody@pve tofu')) as { readonly value: string };
    const { spec, said } = await initIn(home, 'nobody', { PROXMOX_MAIN_API_TOKEN: `nobody@pve!tofu=${value}` });
    expect(said).not.toContain(value);
    expect(said).toContain('hosts pve1, pve2');
    expect(spec.proxmox!.endpoints.main!.hosts.pve1).toEqual({
      imageDatastoreId: 'local',
      diskDatastoreId: 'local-lvm',
      networkBridge: 'vmbr0',
    });
    // ids are asked of Proxmox VE itself, which knows those too that the token does not see
    expect(Object.values(spec.nodes).map(({ vmId }) => vmId)).toEqual([200, 201, 202]);
  }, 120_000);

  test('with a token that is not taken: it is told, and the project is written with examples', async () => {
    const token = 'nobody@pve!other=00000000-0000-0000-0000-000000000000';
    const { spec, said } = await initIn(home, 'refused', { PROXMOX_MAIN_API_TOKEN: token });
    expect(said).toMatch(/could not be read: 401 .*; its hosts, datastores and bridges are not known\n/);
    expect(said).toContain('examples, to be replaced in the cluster file: --hosts, --subnet\n');
    expect(Object.keys(spec.proxmox!.endpoints.main!.hosts)).toEqual(['pve1']);
  }, 120_000);
});

interface Stack {
  readonly provider: { readonly proxmox: readonly [{ readonly endpoint: string }] };
}

/** Runs `init` beside the project of a homelab: its cluster file, its output, and its calls of Proxmox VE. */
async function initIn(home: Homelab, name: string, environment: Readonly<Record<string, string>>) {
  const stack = JSON.parse(readFileSync(join(home.workspace.directory, 'cdk.tf.json'), 'utf8')) as Stack;
  const url = stack.provider.proxmox[0].endpoint;
  const before = (await home.simulator.journal()).length;
  const { exitCode, output, errors } = await runCommandLine(
    home,
    ['init', `../${name}`, '--yes', `--url=${url}`],
    undefined,
    { PROXMOX_VE_INSECURE: 'true', ...environment },
  );
  expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
  const file = join(home.directory, name, 'stacks/clusters', `${name}.yaml`);
  expect(existsSync(file)).toBe(true);
  const spec = parse(readFileSync(file, 'utf8')) as ClusterSpec;
  const calls = (await home.simulator.journal(before)).filter(({ service }) => service === 'proxmox');
  return { spec, said: `${output}${errors}`, calls };
}

function withHosts(edit: (host: HostConfig) => HostConfig): (config: HomelabConfig) => HomelabConfig {
  return (config) => ({
    ...config,
    proxmox: config.proxmox.map((endpoint) => ({ ...endpoint, hosts: endpoint.hosts.map(edit) })),
  });
}
