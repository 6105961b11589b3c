import { Testing } from 'cdktf';
import { parseClusterSpec } from '../../src/model';
import { ClusterStack } from '../../src/stack';
import { projectRoot } from '../support/project';
import { changedSpec } from '../support/small-spec';

interface Stack {
  readonly '//': { readonly sops?: unknown };
  readonly variable: Readonly<Record<string, object>>;
}

function synthesized(changes: Readonly<Record<string, unknown>>): { readonly stack: Stack; readonly text: string } {
  const model = parseClusterSpec(changedSpec(changes), { directory: projectRoot, environment: {} });
  const stack = new ClusterStack(Testing.app(), 'stack', { model }).toTerraform() as Stack;
  return { stack, text: JSON.stringify(stack) };
}

const SECRETS = {
  secrets: { 'tailscale-key': {}, ghcr: { sops: { file: '__tests__/support/secrets.sops.yaml', key: 'api.token' } } },
  'talos.schematic': { extensions: ['siderolabs/qemu-guest-agent', 'siderolabs/tailscale'] },
  'machine.registries': { auth: { 'ghcr.io': { username: 'me', password: { secret: 'ghcr' } } } },
  'machine.extensionServices': { tailscale: { environment: { TS_AUTHKEY: { secret: 'tailscale-key' } } } },
  patches: [{ machine: { env: { TOKEN: { secret: 'ghcr' } } } }],
  'kubernetes.inlineManifests': [
    {
      name: 'login',
      contents: 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { token: { secret: ghcr } }\n',
    },
  ],
};

test('BM-11 secrets are sensitive variables, which the files of the stack name and do not hold', () => {
  const { stack, text } = synthesized(SECRETS);
  expect(stack.variable).toMatchObject({
    secret_tailscale_key: { sensitive: true, nullable: false, type: 'string' },
    secret_ghcr: { sensitive: true },
  });
  expect(text).not.toContain('⟦');
  expect(text).toContain('\\"password\\":${jsonencode(var.secret_ghcr)}');
  expect(text).toContain('${jsonencode(\\"TS_AUTHKEY=${var.secret_tailscale_key}\\")}');
  expect(text).toContain('\\"TOKEN\\":${jsonencode(var.secret_ghcr)}');
  // YAML inside of JSON, both made when the value is known
  expect(text).toMatch(/contents\\":\$\{jsonencode\(.*\$\{jsonencode\(var\.secret_ghcr\)\}/);
});

test('where the command line finds what SOPS encrypted stands beside them', () => {
  expect(synthesized(SECRETS).stack['//'].sops).toEqual({
    secret_ghcr: { file: '__tests__/support/secrets.sops.yaml', key: 'api.token' },
  });
});

test('a cluster without secrets has none of it', () => {
  const { stack } = synthesized({});
  expect(Object.keys(stack.variable).filter((name) => name.startsWith('secret_'))).toEqual([]);
  expect(stack['//'].sops).toBeUndefined();
});
