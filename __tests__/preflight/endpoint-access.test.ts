import { plannedAccess, writtenAccess, writtenProviders } from '../../src/preflight/endpoint-access';

const TOKEN = 'root@pam!x=11111111-2222-4333-8444-555555555555';

function plan(expressions: object, variables: object = { token: { value: TOKEN } }): object {
  return { variables, configuration: { provider_config: { 'proxmox.main': { expressions } } } };
}

const URL_OF = { endpoint: { constant_value: 'https://pve1.example:8006/' } };

describe('of a plan', () => {
  test.each([
    ['a template, as JSON has it', { api_token: { constant_value: '${var.token}' } }],
    ['a reference, as the language of OpenTofu has it', { api_token: { references: ['var.token'] } }],
    ['the token itself', { api_token: { constant_value: TOKEN } }],
  ])('a token by %s', (_, token) => {
    expect(plannedAccess(plan({ ...URL_OF, ...token }), 'proxmox.main', {})).toEqual({
      url: 'https://pve1.example:8006',
      token: TOKEN,
      insecure: false,
      minTls: 'TLSv1.3',
    });
  });

  test('settings of the connection are those of the provider', () => {
    const settings = { insecure: { constant_value: true }, min_tls: { constant_value: '1.2' } };
    const access = plannedAccess(
      plan({ ...URL_OF, api_token: { constant_value: TOKEN }, ...settings }),
      'proxmox.main',
      {},
    );
    expect(access).toMatchObject({ insecure: true, minTls: 'TLSv1.2' });
  });

  test('what the provider is not given it takes from its environment', () => {
    const environment = {
      PROXMOX_VE_ENDPOINT: 'https://env.example:8006',
      PROXMOX_VE_API_TOKEN: TOKEN,
      PROXMOX_VE_INSECURE: 'true',
      PROXMOX_VE_MIN_TLS: '1.2',
    };
    expect(plannedAccess(plan({}), 'proxmox.main', environment)).toEqual({
      url: 'https://env.example:8006',
      token: TOKEN,
      insecure: true,
      minTls: 'TLSv1.2',
    });
  });

  test.each([
    ['a password', { username: { constant_value: 'root@pam' } }],
    ['a token that is known late', { api_token: { references: ['proxmox_user_token.x'] } }],
    ['a template with more than a variable', { api_token: { constant_value: 'x${var.token}' } }],
    ['a secret without the id of its token', { api_token: { constant_value: '11111111-2222-4333-8444-555555555555' } }],
    ['a variable without a value', { api_token: { constant_value: '${var.none}' } }],
  ])('nothing for %s', (_, written) => {
    expect(plannedAccess(plan({ ...URL_OF, ...written }), 'proxmox.main', {})).toBeUndefined();
  });
});

describe('of a stack', () => {
  const stack = {
    provider: {
      proxmox: [
        {
          alias: 'main',
          endpoint: 'https://pve1.example:8006',
          insecure: true,
          api_token: '${var.proxmox_main_api_token}',
        },
        { alias: 'attic', endpoint: 'https://pve2.example:8006', api_token: '${var.proxmox_attic_api_token}' },
      ],
    },
    variable: { proxmox_main_api_token: { sensitive: true } },
  };

  test('every endpoint, with the token that OpenTofu would be given', () => {
    expect(writtenProviders(stack)).toEqual(['proxmox.main', 'proxmox.attic']);
    expect(writtenAccess(stack, 'proxmox.main', { TF_VAR_proxmox_main_api_token: TOKEN })).toEqual({
      url: 'https://pve1.example:8006',
      token: TOKEN,
      insecure: true,
      minTls: 'TLSv1.3',
    });
    expect(writtenAccess(stack, 'proxmox.attic', { TF_VAR_proxmox_main_api_token: TOKEN })).toBeUndefined();
  });

  test('none without Proxmox VE', () => {
    expect(writtenProviders({ provider: { talos: [{}] } })).toEqual([]);
  });
});
