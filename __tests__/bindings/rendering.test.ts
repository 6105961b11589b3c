import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { ProxmoxProvider } from '../../.gen/providers/proxmox/provider';
import { TalosProvider } from '../../.gen/providers/talos/provider';
import { readProviders } from '../../scripts/lib/providers';
import { projectRoot } from '../support/project';

interface Rendered {
  readonly terraform: { readonly required_providers: Readonly<Record<string, unknown>> };
  readonly provider: Readonly<Record<string, unknown>>;
}

function render(build: (stack: TerraformStack) => void): Rendered {
  const stack = new TerraformStack(Testing.app(), 'test');
  build(stack);
  return JSON.parse(Testing.synth(stack)) as Rendered;
}

describe('a provider of the bindings', () => {
  test('renders its short source and a constraint that admits patch releases', () => {
    const { terraform } = render((stack) => {
      new ProxmoxProvider(stack, 'proxmox', { endpoint: 'https://127.0.0.1:8006' });
    });
    expect(terraform.required_providers).toEqual({ proxmox: { source: 'bpg/proxmox', version: '~> 0.111.1' } });
  });

  test('is rendered once per alias', () => {
    const { terraform, provider } = render((stack) => {
      new ProxmoxProvider(stack, 'a', { alias: 'a', endpoint: 'https://127.0.0.1:8006' });
      new ProxmoxProvider(stack, 'b', { alias: 'b', endpoint: 'https://127.0.0.2:8006' });
    });
    expect(provider).toEqual({
      proxmox: [
        { alias: 'a', endpoint: 'https://127.0.0.1:8006' },
        { alias: 'b', endpoint: 'https://127.0.0.2:8006' },
      ],
    });
    expect(Object.keys(terraform.required_providers)).toEqual(['proxmox']);
  });

  test('F-54 renders the stable Talos provider, and another version where a stack asks for it', () => {
    const stable = render((stack) => {
      new TalosProvider(stack, 'talos');
    });
    expect(stable.terraform.required_providers).toEqual({
      talos: { source: 'siderolabs/talos', version: '~> 0.12.0' },
    });

    const exact = render((stack) => {
      new TalosProvider(stack, 'talos');
      stack.addOverride('terraform.required_providers.talos.version', '0.13.0-alpha.2');
    });
    expect(exact.terraform.required_providers).toEqual({
      talos: { source: 'siderolabs/talos', version: '0.13.0-alpha.2' },
    });
  });
});

test.each(readProviders(projectRoot).map((provider) => [provider.name, provider] as const))(
  'bindings of %s hold the listed types and no other',
  (name, { source, constraint, resources, dataSources }) => {
    const directory = join(projectRoot, '.gen', 'providers', name);
    const texts = readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => readFileSync(join(directory, entry.name, 'index.ts'), 'utf8'));
    const typesOf = (text: string): string[] =>
      [...text.matchAll(/public static readonly tfResourceType = "(\w+)"/g)].map(([, type = '']) => type);
    const classOf = (text: string): string => /^export class \w+ extends cdktf\.(Terraform\w+)/m.exec(text)?.[1] ?? '';

    const types = (kind: string): string[] =>
      texts
        .filter((text) => classOf(text) === kind)
        .flatMap(typesOf)
        .sort();
    expect(types('TerraformProvider')).toEqual([name]);
    expect(types('TerraformResource')).toEqual([...resources].sort());
    expect(types('TerraformDataSource')).toEqual([...dataSources].sort());
    for (const text of texts) {
      expect(text).toContain(`providerVersion: '${constraint}'`);
      expect(text).toContain(`/${source}/`);
    }
  },
);
