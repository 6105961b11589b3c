import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaFile } from '../../scripts/lib/providers';
import { platform } from '../../scripts/toolchain/mirror';
import { provideToolchain } from '../../scripts/toolchain/provide';
import { useLocalBackend } from '../../homelab/tofu/overrides';
import { runTofu } from '../../homelab/tofu/run-tofu';
import { validateStack } from '../../homelab/tofu/validate-stack';
import { projectRoot } from '../support/project';
import { describeWithTofu } from '../support/tofu';
import { zip } from '../support/zip';

const STACK = {
  terraform: {
    required_providers: {
      talos: { source: 'siderolabs/talos', version: '~> 0.12.0' },
      local: { source: 'hashicorp/local', version: '~> 2.9.0' },
      tls: { source: 'hashicorp/tls', version: '~> 4.2.1' },
    },
  },
  resource: {
    talos_machine_secrets: { secrets: { talos_version: 'v1.13' } },
    tls_private_key: { key: { algorithm: 'ED25519' } },
    local_file: { file: { filename: 'a', content: 'b' } },
  },
};

describeWithTofu('providers of a local mirror', () => {
  const given = { ...process.env };
  let root = '';
  let stack = '';

  beforeAll(() => {
    delete process.env.CDKTF_PROXMOX_TALOS_PROVIDERS;
    delete process.env.CDKTF_PROXMOX_TALOS_PROVIDER_MIRROR;
    const { simulator = '' } = provideToolchain();
    root = mkdtempSync(join(tmpdir(), 'mirror-'));
    // programs that answer as the providers do, as what a maker of a mirror has
    const script = `#!/bin/sh\nexec '${simulator}' provider "\${0%/*}/schema.json"\n`;
    unpack('siderolabs/talos', '0.12.0-alpha.5', script);
    pack('hashicorp/local', '2.9.3', script);
    stack = join(root, 'stack');
    mkdirSync(stack);
    writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(STACK));
  });

  beforeEach(() => {
    delete process.env.CDKTF_PROXMOX_TALOS_PROVIDERS;
    process.env.CDKTF_PROXMOX_TALOS_PROVIDER_MIRROR = join(root, 'mirror');
  });

  afterAll(() => {
    rmSync(root, { recursive: true });
    process.env = given;
  });

  function unpack(source: string, version: string, script: string): void {
    const type = source.split('/')[1]!;
    const directory = join(root, 'mirror/registry.opentofu.org', source, version, platform());
    mkdirSync(directory, { recursive: true });
    copyFileSync(schemaFile(projectRoot, type), join(directory, 'schema.json'));
    writeFileSync(join(directory, `terraform-provider-${type}_v${version}`), script);
    chmodSync(join(directory, `terraform-provider-${type}_v${version}`), 0o755);
  }

  function pack(source: string, version: string, script: string): void {
    const type = source.split('/')[1]!;
    const directory = join(root, 'mirror/registry.opentofu.org', source);
    mkdirSync(directory, { recursive: true });
    const files = [
      { name: `terraform-provider-${type}_v${version}`, content: Buffer.from(script), mode: 0o755 },
      { name: 'schema.json', content: readFileSync(schemaFile(projectRoot, type)), mode: 0o644 },
    ];
    writeFileSync(join(directory, `terraform-provider-${type}_${version}_${platform()}.zip`), zip(files));
  }

  test('are used, pre-releases only in the run, and what is missing is a stand-in', async () => {
    process.env.CDKTF_PROXMOX_TALOS_PROVIDERS = 'real';
    const told: string[] = [];
    const toolchain = provideToolchain((line) => told.push(line));
    expect(told).toEqual(
      expect.arrayContaining([
        `siderolabs/talos 0.12.0-alpha.5: real, from ${join(root, 'mirror')}, admitted for these runs only: stacks take ~> 0.12.0`,
        `hashicorp/local 2.9.3: real, from ${join(root, 'mirror')}`,
        'bpg/proxmox: real, built',
        'hashicorp/tls: a stand-in',
      ]),
    );

    expect(await validateStack(toolchain, stack)).toEqual([]);
    expect(chosenVersions()).toEqual({ 'hashicorp/local': '2.9.3', 'hashicorp/tls': '4.2.1', 'siderolabs/talos': '0.12.0-alpha.5' });
    expect(JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'))).toEqual(STACK);
    expect((await runTofu(toolchain, stack, ['plan', '-no-color'])).output).toContain('Plan: 3 to add');
  });

  test('without the mirror the same stack takes stand-ins, and nothing is overridden', async () => {
    process.env.CDKTF_PROXMOX_TALOS_PROVIDERS = 'stand-in';
    const other = join(root, 'other');
    mkdirSync(other);
    copyFileSync(join(stack, 'cdk.tf.json'), join(other, 'cdk.tf.json'));
    useLocalBackend(other);
    expect(await runTofu(provideToolchain(), other, ['init', '-no-color'])).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(other, 'providers_override.tf.json'))).toBe(false);
  });

  test('fails when the mirror is named and providers are stand-ins', () => {
    expect(() => provideToolchain()).toThrow('set CDKTF_PROXMOX_TALOS_PROVIDERS=real too');
  });

  /** Versions of the lock file. */
  function chosenVersions(): Record<string, string> {
    const lock = readFileSync(join(stack, '.terraform.lock.hcl'), 'utf8');
    return Object.fromEntries(
      [...lock.matchAll(/provider "registry\.opentofu\.org\/(\S+)" \{\s+version\s+= "(\S+)"/g)].map(([, source = '', version = '']) => [source, version]),
    );
  }
});
