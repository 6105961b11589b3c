import { type App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { TalosProvider } from '../../.gen/providers/talos/provider';
import { TalosCluster } from '../../src/constructs/cluster/talos-cluster';
import { CredentialFile } from '../../src/constructs/credentials/credential-file';
import { FluxBootstrap } from '../../src/constructs/gitops/flux-bootstrap';
import { GitSource } from '../../src/constructs/gitops/git-source';
import { TalosImage } from '../../src/constructs/image/talos-image';
import { Lifecycle } from '../../src/constructs/lifecycle/lifecycle';
import { TalosNode } from '../../src/constructs/node/talos-node';
import { PciMapping } from '../../src/constructs/proxmox/pci-mapping';
import { StateBackend } from '../../src/constructs/state/state-backend';
import { StateEncryption } from '../../src/constructs/state/state-encryption';
import { TalosVersion } from '../../src/values/talos-version';
import { cluster, controlPlane, host, node, nodes, settings } from '../support/homelab';
import { addTestProviders } from '../support/synth';

/** Two stacks of one app: the first has what the second is given. */
function twoStacks(): { app: App; first: TerraformStack; second: TerraformStack } {
  const app = Testing.app();
  const [first, second] = ['first', 'second'].map((name) => {
    const stack = new TerraformStack(app, name);
    addTestProviders(stack);
    StateBackend.local(`${name}.tfstate`).attachTo(stack);
    return stack;
  }) as [TerraformStack, TerraformStack];
  return { app, first, second };
}

/** JSON of a stack, once references between the stacks are found as a synth of the app finds them. */
function synthesized(...stacks: readonly TerraformStack[]): readonly string[] {
  for (const stack of stacks) stack.prepareStack();
  return stacks.map((stack) => JSON.stringify(stack.toTerraform()));
}

interface Encrypted {
  readonly terraform: { readonly encryption: object };
}

/** A cluster with a label. */
function labelled(stack: TerraformStack, rack: string): void {
  cluster(stack, { nodes: [node(stack, { nodeLabels: { rack } })] });
}

const REMOTE = 'data.terraform_remote_state.cross-stack-reference-input-first.outputs.cross-stack-output-';

describe('a value of another stack', () => {
  test('is read from its state, also inside of configuration patches', () => {
    const { first, second } = twoStacks();
    const made = node(first);
    const label = new TerraformVariable(first, 'rack', {}).stringValue;
    const found = TalosNode.fromTalosNodeAttributes(second, 'cp1', {
      ...controlPlane({ nodeLabels: { id: `vm-${made.vmId}`, rack: label } }),
      installerImage: made.installerImage,
    });
    new TalosCluster(second, 'cluster', { ...settings(), nodes: [found] });
    const [, json = ''] = synthesized(first, second);
    expect(json).toContain(`${REMOTE}varrack`);
    expect(json).toContain(`${REMOTE}proxmox_virtual_environment_vmcp1`);
    expect(json).not.toMatch(/(?<![\w.-])(?:var\.rack|proxmox_virtual_environment_vm\.)/);
  });

  test('is read from its state where a switch, a count or a condition is made of it', () => {
    const { first, second } = twoStacks();
    const on = new TerraformVariable(first, 'on', { type: 'bool' }).booleanValue;
    const vmId = new TerraformVariable(first, 'id', { type: 'number' }).numberValue;
    new TalosCluster(second, 'cluster', {
      ...settings(),
      nodes: [node(second, { vmId }), node(second, { hostname: 'cp2', address: '10.0.0.12' })],
      lifecycle: Lifecycle.replace({ resetOnDestroy: on }),
      healthCheck: { enabled: on },
    });
    const [, json = ''] = synthesized(first, second);
    expect(json).toContain(`${REMOTE}varon ? 1 : 0`);
    expect(json).toContain(`vm.vm_id != ${REMOTE}varid`);
    expect(json).not.toMatch(/(?<![\w.-])var\.(?:on|id)\b/);
  });

  test('is the image of its hosts', () => {
    const { first, second } = twoStacks();
    const image = new TalosImage(first, 'image', { talosVersion: TalosVersion.of('v1.13.9'), hosts: [host(first)] });
    node(second, { image });
    const [, json = ''] = synthesized(first, second);
    expect(json).toContain(`"import_from":"\${${REMOTE}proxmox_download_file`);
  });

  test('is read from an encrypted state with the passphrase of the stack that reads it', () => {
    const { first, second } = twoStacks();
    for (const stack of [first, second]) {
      StateEncryption.on(new TerraformVariable(stack, 'state_passphrase', { sensitive: true }).stringValue).attachTo(
        stack,
      );
    }
    labelled(second, new TerraformVariable(first, 'rack', {}).stringValue);
    const [own, reader] = synthesized(first, second).map((json) => JSON.parse(json) as Encrypted);
    expect(own?.terraform.encryption).not.toHaveProperty('remote_state_data_sources');
    expect(reader?.terraform.encryption).toHaveProperty('remote_state_data_sources', {
      remote_state_data_source: { 'cross-stack-reference-input-first': { method: 'method.aes_gcm.main' } },
    });
  });

  test('is refused of an encrypted state that its stack cannot read', () => {
    const { app, first, second } = twoStacks();
    const passphrase = new TerraformVariable(first, 'state_passphrase', { sensitive: true }).stringValue;
    StateEncryption.on(passphrase).attachTo(first);
    labelled(second, new TerraformVariable(first, 'rack', {}).stringValue);
    expect(() => app.synth()).toThrow(
      'the stack second takes a value of the stack first, whose state is encrypted; give second a StateEncryption with the same passphrase',
    );
  });

  test('is refused where OpenTofu needs it before any state', () => {
    const { first, second } = twoStacks();
    const late = new TerraformVariable(first, 'late', {}).stringValue;
    const refused =
      'must be known when OpenTofu starts, got a value that it knows later; write the value itself, or take an input variable of this stack';
    expect(() => StateBackend.s3({ bucket: late, region: 'x' }).attachTo(second)).toThrow(`second: bucket: ${refused}`);
    expect(() => StateEncryption.on(late).attachTo(second)).toThrow(`second: passphrase: ${refused}`);
  });
});

describe('what OpenTofu knows in its own stack only is refused, with the way to bring it in', () => {
  type Stacks = ReturnType<typeof twoStacks>;
  const attributes = 'whose attributes may be values of that stack';
  test.each<[string, (stacks: Stacks) => unknown, string]>([
    [
      'a machine',
      ({ first, second }) => cluster(second, { nodes: [node(first)] }),
      `second/cluster: nodes[0]: belongs to the stack first, and OpenTofu does not know it in this one; bring it in with TalosNode.fromTalosNodeAttributes, ${attributes}`,
    ],
    [
      'a cluster',
      ({ first, second }) =>
        new FluxBootstrap(second, 'flux', {
          cluster: cluster(first, { nodes: nodes(first, 1) }),
          repository: GitSource.giteaDeployKey({ owner: 'me', repository: 'lab', sshHost: 'git.example' }),
        }),
      `second/flux: cluster: belongs to the stack first, and OpenTofu does not know it in this one; bring it in with TalosCluster.fromTalosClusterAttributes, ${attributes}`,
    ],
    [
      'a host',
      ({ first, second }) => node(second, { host: host(first) }),
      'second/cp1: host.provider: belongs to the stack first, and OpenTofu does not know it in this one; make a ProxmoxEndpoint in this stack and take its host',
    ],
    [
      'hosts of an image',
      ({ first, second }) =>
        new TalosImage(second, 'i', { talosVersion: TalosVersion.of('v1.13.9'), hosts: [host(second), host(first)] }),
      'second/i: hosts[1].provider: belongs to the stack first, and OpenTofu does not know it in this one; make a ProxmoxEndpoint in this stack and take its host',
    ],
    [
      'a provider',
      ({ first, second }) =>
        cluster(second, {
          nodes: nodes(second, 1),
          talosProvider: new TalosProvider(first, 'other', { alias: 'other' }),
        }),
      'second/cluster: talosProvider: belongs to the stack first, and OpenTofu does not know it in this one; make a provider in this stack',
    ],
    [
      'the provider of a mapping',
      ({ first, second }) => new PciMapping(second, 'iGPU', { proxmoxProvider: host(first).provider, devices: [] }),
      'second/iGPU: proxmoxProvider: belongs to the stack first, and OpenTofu does not know it in this one; make a provider in this stack',
    ],
    [
      'the provider of a file',
      ({ first, second }) =>
        new CredentialFile(second, 'file', {
          path: 'x',
          content: new TerraformVariable(second, 'text', {}).stringValue,
          localProvider: providerOf(first, 'local'),
        }),
      'second/file: localProvider: belongs to the stack first, and OpenTofu does not know it in this one; make a provider in this stack',
    ],
    [
      'the providers of a deploy key',
      ({ first, second }) =>
        new FluxBootstrap(second, 'flux', {
          cluster: cluster(second, { nodes: nodes(second, 1) }),
          repository: GitSource.giteaDeployKey({
            owner: 'me',
            repository: 'lab',
            sshHost: 'git.example',
            giteaProvider: providerOf(first, 'gitea'),
            tlsProvider: providerOf(first, 'tls'),
          }),
        }),
      'second/flux: giteaProvider: belongs to the stack first, and OpenTofu does not know it in this one; make a provider in this stack\nsecond/flux: tlsProvider: belongs to the stack first, and OpenTofu does not know it in this one; make a provider in this stack',
    ],
  ])('%s', (_, make, message) => {
    expect(() => make(twoStacks())).toThrow(new Error(message));
  });
});

function providerOf(stack: TerraformStack, id: string) {
  return stack.allProviders().find((provider) => provider.node.id === id);
}
