import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readProviders } from '../../scripts/lib/providers';
import { heldProviders } from '../../scripts/toolchain/local-mirror';
import { projectRoot } from '../support/project';

const PLATFORM = 'linux_amd64';
const TALOS = 'registry.opentofu.org/siderolabs/talos';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mirror-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function put(...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), '');
  }
}

function held(): string[] {
  return heldProviders(directory, readProviders(projectRoot), PLATFORM).map(
    ({ provider, version, isPrerelease }) => `${provider.source} ${version}${isPrerelease ? ', a pre-release' : ''}`,
  );
}

test('packed and unpacked providers are found, each in the newest version that stacks take', () => {
  put(
    `${TALOS}/terraform-provider-talos_0.11.0_linux_amd64.zip`,
    `${TALOS}/terraform-provider-talos_0.12.0_linux_amd64.zip`,
    `${TALOS}/terraform-provider-talos_0.12.1_linux_amd64.zip`,
    `${TALOS}/terraform-provider-talos_0.12.2_darwin_arm64.zip`,
    `${TALOS}/terraform-provider-talos_0.13.0-alpha.2_linux_amd64.zip`,
    `${TALOS}/index.json`,
    'registry.opentofu.org/hashicorp/tls/4.2.1/linux_amd64/terraform-provider-tls_v4.2.1',
    'registry.opentofu.org/hashicorp/tls/4.2.9/darwin_arm64/terraform-provider-tls_v4.2.9',
    'registry.opentofu.org/hashicorp/other/1.0.0/linux_amd64/terraform-provider-other_v1.0.0',
  );
  expect(held()).toEqual(['siderolabs/talos 0.12.1', 'hashicorp/tls 4.2.1']);
});

test('a pre-release is taken where nothing else fits', () => {
  put(
    `${TALOS}/0.11.0/linux_amd64/terraform-provider-talos_v0.11.0`,
    `${TALOS}/0.12.0-alpha.2/linux_amd64/terraform-provider-talos_v0.12.0-alpha.2`,
    `${TALOS}/0.12.0-alpha.5/linux_amd64/terraform-provider-talos_v0.12.0-alpha.5`,
    `${TALOS}/0.13.0-alpha.2/linux_amd64/terraform-provider-talos_v0.13.0-alpha.2`,
  );
  expect(held()).toEqual(['siderolabs/talos 0.12.0-alpha.5, a pre-release']);
});

test('fails on a provider of which no version fits', () => {
  put(`${TALOS}/0.11.0/linux_amd64/terraform-provider-talos_v0.11.0`);
  expect(held).toThrow(
    `${directory} has siderolabs/talos 0.11.0, and stacks take ~> 0.12.0; ` +
      'put such a version or a pre-release of it there, or remove the others',
  );
});

test('fails on a mirror of another registry or platform, and on none', () => {
  put(
    'registry.terraform.io/siderolabs/talos/0.12.0/linux_amd64/terraform-provider-talos_v0.12.0',
    `${TALOS}/0.12.0/darwin_arm64/terraform-provider-talos_v0.12.0`,
  );
  expect(held).toThrow(
    `${directory} has no provider of schemas/providers.json for linux_amd64; ` +
      'put them at registry.opentofu.org/<namespace>/<type>/…, for example with "tofu providers mirror"',
  );
  expect(() => heldProviders(join(directory, 'none'), [], PLATFORM)).toThrow('none does not exist');
});
