import type { ConfigPatch } from '../../../src/machine-config/settings/config-patch';
import { credentials, secretVariables } from '../../../src/machine-config/patches/credentials';

const document = (kind: string, fields: object) => ({ apiVersion: 'v1alpha1', kind, ...fields });
const staticKey = { provider: 'luks2', keys: [{ slot: 0, static: { passphrase: 'hunter2' } }] };

function found(find: typeof credentials, content: ConfigPatch['content']): readonly string[] {
  return find([{ origin: 'patch.yaml', content }]).map(({ path, value }) => `${path.join('.')} ${String(value)}`);
}

describe('secrets of other systems', () => {
  test.each<[string, Record<string, unknown>]>([
    [
      'machine.registries.config.ghcr.io.auth.password',
      { machine: { registries: { config: { 'ghcr.io': { auth: { username: 'me', password: 'hunter2' } } } } } },
    ],
    [
      'machine.registries.config.ghcr.io.tls.clientIdentity.key',
      { machine: { registries: { config: { 'ghcr.io': { tls: { clientIdentity: { key: 'hunter2' } } } } } } },
    ],
    [
      'machine.systemDiskEncryption.state.keys.0.static.passphrase',
      { machine: { systemDiskEncryption: { state: staticKey } } },
    ],
    [
      'machine.network.interfaces.0.wireguard.privateKey',
      { machine: { network: { interfaces: [{ interface: 'wg0', wireguard: { privateKey: 'hunter2' } }] } } },
    ],
    ['password', document('RegistryAuthConfig', { name: 'ghcr.io', username: 'me', password: 'hunter2' })],
    ['clientIdentity.key', document('RegistryTLSConfig', { name: 'ghcr.io', clientIdentity: { key: 'hunter2' } })],
    ['privateKey', document('WireguardConfig', { name: 'wg0', privateKey: 'hunter2' })],
    ['peers.0.presharedKey', document('WireguardConfig', { name: 'wg0', peers: [{ presharedKey: 'hunter2' }] })],
    ['encryption.keys.0.static.passphrase', document('VolumeConfig', { name: 'STATE', encryption: staticKey })],
  ])('are found at %s', (field, content) => {
    expect(found(credentials, content)).toEqual([`${field} hunter2`]);
    expect(found(credentials, JSON.stringify(content))).toEqual([`${field} hunter2`]);
  });

  test('are found in each document of a text', () => {
    const content = 'machine: { sysctls: { a: b } }\n---\nkind: HCloudVIPConfig\nname: 10.0.0.1\napiToken: hunter2\n';
    expect(found(credentials, content)).toEqual(['1.apiToken hunter2']);
  });

  test('are not the names beside them, nor what is deleted or says nothing', () => {
    const auth = { username: 'me', password: null };
    expect(found(credentials, { machine: { registries: { config: { 'ghcr.io': { auth } } } } })).toEqual([]);
    expect(found(credentials, document('RegistryAuthConfig', { name: 'ghcr.io', $patch: 'delete' }))).toEqual([]);
    expect(found(credentials, 'machine: [')).toEqual([]);
  });
});

describe('variables that are called like secrets', () => {
  test.each(['TS_AUTHKEY', 'TUNNEL_TOKEN', 'API_KEY', 'password', 'DB_PASSWORD_2', 'CLIENT_SECRET'])('%s', (name) => {
    const service = document('ExtensionServiceConfig', { name: 'a', environment: ['A=b', `${name}=hunter2`] });
    expect(found(secretVariables, service)).toEqual([`environment.1 ${name}=hunter2`]);
    expect(found(secretVariables, { machine: { env: { A: 'b', [name]: 'hunter2' } } })).toEqual([
      `machine.env.${name} hunter2`,
    ]);
  });

  test.each(['KEYBOARD', 'TOKENIZER', 'HTTP_PROXY', 'SECRETARY'])('are not %s', (name) => {
    expect(found(secretVariables, { machine: { env: { [name]: 'hunter2' } } })).toEqual([]);
  });

  test('hold something', () => {
    expect(found(secretVariables, { machine: { env: { TOKEN: '' } } })).toEqual([]);
    expect(found(secretVariables, document('ExtensionServiceConfig', { name: 'a', environment: ['TOKEN='] }))).toEqual(
      [],
    );
  });
});
