import { TerraformVariable } from 'cdktf';
import { ProxmoxEndpoint, type ProxmoxEndpointProps } from '../../../src/constructs/proxmox/proxmox-endpoint';
import { image, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const HOSTS = { pve1: { diskDatastoreId: 'local-lvm' }, pve2: { diskDatastoreId: 'tank', networkBridge: 'vmbr200' } };
const DEVICE = { host: 'pve1', path: '0000:00:02.0', id: '8086:4680' };

function endpoint(props: Partial<ProxmoxEndpointProps> = {}, id = 'lab-1') {
  const { stack } = testStack();
  const made = new ProxmoxEndpoint(stack, id, { url: 'https://lab.example:8006', hosts: HOSTS, ...props });
  return { stack, made };
}

function jsonOf(props: Partial<ProxmoxEndpointProps>) {
  const { provider, variable } = JSON.parse(synthesize(endpoint(props).stack).json) as {
    provider: { proxmox: readonly { alias: string }[] };
    variable: Readonly<Record<string, unknown>>;
  };
  return { provider: provider.proxmox.find(({ alias }) => alias === 'lab-1'), variable };
}

describe('ProxmoxEndpoint', () => {
  test('is a provider with its name as alias, and a variable for its API token', () => {
    const { provider, variable } = jsonOf({ insecure: true });
    expect(provider).toEqual({
      alias: 'lab-1',
      api_token: '${var.proxmox_lab_1_api_token}',
      endpoint: 'https://lab.example:8006',
      insecure: true,
    });
    expect(Object.keys(variable)).toEqual(['proxmox_lab_1_api_token']);
  });

  test('takes the name that it is given', () => {
    const { made } = endpoint({ endpointName: 'cellar' });
    expect([made.endpointName, made.provider.alias]).toEqual(['cellar', 'cellar']);
  });

  test('has its hosts, with every default', () => {
    const { made } = endpoint();
    const common = { endpointName: 'lab-1', provider: made.provider, imageDatastoreId: 'local' };
    expect(made.hosts).toEqual([
      { ...common, nodeName: 'pve1', imageHost: 'pve1', diskDatastoreId: 'local-lvm', networkBridge: 'vmbr0' },
      { ...common, nodeName: 'pve2', imageHost: 'pve2', diskDatastoreId: 'tank', networkBridge: 'vmbr200' },
    ]);
    expect(made.findHost('pve2')).toBe(made.hosts[1]);
  });

  test('PK-7 has images on a shared datastore once, downloaded by the host that is named', () => {
    const nas = { imageDatastoreId: 'nas', diskDatastoreId: 'local-lvm' };
    const { stack, made } = endpoint({ imageHost: 'pve1', hosts: { pve1: nas, pve2: nas, pve3: nas } });
    const [, second, third] = made.hosts;
    const shared = image(stack, { hosts: [second!, third!] });
    node(stack, { hostname: 'cp1', host: second!, image: shared });
    node(stack, { hostname: 'cp2', host: third!, image: shared });
    const out = synthesize(stack);
    const diskOf = (name: string) => (out.at(`${name}/Resource`) as { disk: readonly unknown[] }).disk[0];
    expect(diskOf('cp2')).toEqual(diskOf('cp1'));
    expect(out.resources.filter((type) => type === 'proxmox_download_file')).toHaveLength(1);
    expect(out.at('image/lab-1/pve1')).toMatchObject({ node_name: 'pve1', datastore_id: 'nas' });
  });

  test('signs in to the hosts with a key of its own', () => {
    const nodes = { pve1: { address: '10.0.0.5' }, pve2: { address: 'pve2.example', port: 2222 } };
    const { provider, variable } = jsonOf({ ssh: { nodes } });
    expect(provider).toMatchObject({
      ssh: {
        agent: false,
        username: 'root',
        private_key: '${var.proxmox_lab_1_ssh_private_key}',
        node: [
          { name: 'pve1', address: '10.0.0.5', port: 22 },
          { name: 'pve2', address: 'pve2.example', port: 2222 },
        ],
      },
    });
    expect(Object.keys(variable)).toEqual(['proxmox_lab_1_api_token', 'proxmox_lab_1_ssh_private_key']);
  });

  test('signs in with the keys of the agent', () => {
    const { provider, variable } = jsonOf({ ssh: { username: 'tofu', agent: true } });
    expect(provider).toMatchObject({ ssh: { agent: true, username: 'tofu' } });
    expect(Object.keys(variable)).toEqual(['proxmox_lab_1_api_token']);
  });

  test('takes secrets that somebody else made', () => {
    const { stack } = testStack();
    const secret = (name: string) => new TerraformVariable(stack, name, { sensitive: true }).stringValue;
    const secrets = { apiToken: secret('token'), sshPrivateKey: secret('key') };
    new ProxmoxEndpoint(stack, 'lab', { url: 'https://lab.example:8006', hosts: HOSTS, ssh: {}, ...secrets });
    const { variable, provider } = JSON.parse(synthesize(stack).json) as { variable: object; provider: object };
    expect(Object.keys(variable)).toEqual(['key', 'token']);
    expect(provider).toMatchObject({
      proxmox: expect.arrayContaining([
        expect.objectContaining({
          api_token: '${var.token}',
          ssh: { agent: false, username: 'root', private_key: '${var.key}' },
        }),
      ]) as unknown,
    });
  });

  test('makes its mappings, and a machine that takes one is made after it', () => {
    const { stack, made } = endpoint({ pciMappings: { iGPU: { devices: [DEVICE] } } });
    const mapping = made.pciMappings.get('iGPU')?.mappingName ?? '';
    image(stack, { hosts: made.hosts });
    node(stack, { host: made.findHost('pve1'), pciDevices: [{ mapping }] });
    const out = synthesize(stack);
    expect(out.at('pci-mappings/lab-1/iGPU/Resource')).toMatchObject({ provider: 'proxmox.lab-1', name: 'iGPU' });
    expect(out.at('cp1/Resource')).toMatchObject({
      hostpci: [{ mapping: expect.stringContaining('proxmox_hardware_mapping_pci.') as unknown }],
    });
  });
});

describe('ProxmoxEndpoint fails', () => {
  test.each<[string, Partial<ProxmoxEndpointProps>, string]>([
    ['when the URL is none', { url: 'lab.example' }, 'url: got "lab.example"; write'],
    [
      'when SSH names a host of another endpoint',
      { ssh: { nodes: { pve3: { address: '10.0.0.5' } } } },
      'ssh.nodes.pve3: got "pve3"; the endpoint lab-1 has no such host, write one of pve1, pve2',
    ],
    [
      'when a mapping does',
      { pciMappings: { iGPU: { devices: [{ ...DEVICE, host: 'pve9' }] } } },
      'pciMappings.iGPU.devices[0].host: got "pve9"; the endpoint lab-1 has no such host, write one of pve1, pve2',
    ],
    [
      'when images come from a host of another endpoint',
      { imageHost: 'pve9' },
      'imageHost: got "pve9"; the endpoint lab-1 has no such host, write one of pve1, pve2',
    ],
    [
      'when a host does not have the datastore of the images',
      { imageHost: 'pve1', hosts: { ...HOSTS, pve1: { ...HOSTS.pve1, imageDatastoreId: 'nas' } } },
      'imageHost: got "pve1", which downloads images onto "nas", and pve2 has another imageDatastoreId; write one that all hosts share, or leave imageHost out',
    ],
    ['when the token is a literal', { apiToken: 'root@pam!x=secret' }, 'apiToken is a literal'],
    ['when the key is a literal', { ssh: {}, sshPrivateKey: 'secret' }, 'sshPrivateKey is a literal'],
  ])('%s', (_, props, message) => {
    expect(() => endpoint(props)).toThrow(`test/lab-1: ${message}`);
  });

  test('when it is asked for a host of another', () => {
    expect(() => endpoint().made.findHost('pve9')).toThrow('test/lab-1: has no host "pve9"; its hosts are pve1, pve2');
  });
});
