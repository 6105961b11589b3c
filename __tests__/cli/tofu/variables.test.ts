import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { sortTofuArguments } from '../../../src/cli/tofu/arguments';
import type { StackFile } from '../../../src/cli/tofu/stack-directory';
import { checkVariables, tofuEnvironment } from '../../../src/cli/tofu/variables';
import { parseClusterSpec } from '../../../src/model';
import { ClusterStack } from '../../../src/stack';
import { changedSpec } from '../../support/small-spec';

const TOKEN = 'root@pam!tofu=00000000-0000-4000-8000-000000000000';
const OTHER = 'talos@pve!tofu=11111111-1111-4111-8111-111111111111';

/** Two hosts that are no cluster, each with a token of its own. */
const HOSTS = changedSpec({
  'proxmox.endpoints': Object.fromEntries(
    ['pve-01', 'hypnos'].map((host) => [
      host,
      { url: `https://${host}.example:8006`, hosts: { [host]: { diskDatastoreId: 'local-lvm' } } },
    ]),
  ),
  'nodes.ctrl-00.host': 'pve-01',
  'nodes.work-00.host': 'hypnos',
  state: undefined,
});

const path = mkdtempSync(join(tmpdir(), 'variables-'));
afterAll(() => rmSync(path, { recursive: true }));

const model = parseClusterSpec(HOSTS, { environment: {} });
const stack = new ClusterStack(Testing.app(), 'home', { model }).toTerraform() as StackFile;
const directory = { cluster: 'home', path, shown: path, stack };

test('NV-9 NV-11 the token of a host has a variable by its name, in capitals, with _ in place of -', () => {
  const environment = tofuEnvironment(directory, { PROXMOX_PVE_01_API_TOKEN: TOKEN, PROXMOX_HYPNOS_API_TOKEN: OTHER });
  expect(environment).toMatchObject({ TF_VAR_proxmox_pve_01_api_token: TOKEN, TF_VAR_proxmox_hypnos_api_token: OTHER });
  expect(() => checkVariables(directory, environment, sortTofuArguments([]))).not.toThrow();
});

test('NV-10 a missing token is refused with its name, and not taken for an empty one', () => {
  const environment = tofuEnvironment(directory, { PROXMOX_HYPNOS_API_TOKEN: OTHER });
  expect(() => checkVariables(directory, environment, sortTofuArguments([]))).toThrow(
    'input variables without a value:\n  proxmox_pve_01_api_token: set PROXMOX_PVE_01_API_TOKEN or TF_VAR_proxmox_pve_01_api_token\n',
  );
});

test('a backend that nothing places is told together with the variables without a value', () => {
  const stack: StackFile = { terraform: { backend: { pg: {} } }, variable: { size: {} } };
  const directory = { cluster: 'home', path, shown: 'home', stack };
  const check = () => checkVariables(directory, {}, sortTofuArguments([]));
  expect(check).toThrow(
    /^nothing says where the state of the backend pg is kept: .*\ninput variables without a value:/,
  );
  expect(() => checkVariables(directory, {}, sortTofuArguments(['-var-file=a']))).toThrow('backend pg');
});
