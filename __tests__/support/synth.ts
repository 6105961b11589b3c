import { type App, TerraformDataSource, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { GiteaProvider } from '../../.gen/providers/gitea/provider';
import { LocalProvider } from '../../.gen/providers/local/provider';
import { ProxmoxProvider } from '../../.gen/providers/proxmox/provider';
import { TalosProvider } from '../../.gen/providers/talos/provider';
import { TlsProvider } from '../../.gen/providers/tls/provider';

/** The JSON of one resource. */
type Attributes = Readonly<Record<string, unknown>>;

/** Resources by type and logical id, as in the synthesized JSON. */
type Elements = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

interface StackJson {
  readonly resource?: Elements;
  readonly data?: Elements;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly provider?: Readonly<Record<string, readonly Attributes[]>>;
}

/** A stack that was synthesized with validations on. */
export interface Synthesized {
  /** The JSON text. */
  readonly json: string;
  /** Types of all resources, sorted: one entry for each. */
  readonly resources: readonly string[];
  /** Types of all data sources, sorted: one entry for each. */
  readonly dataSources: readonly string[];
  /** The one resource or data source with a construct path. */
  at(path: string): Attributes;
  /** Values of all outputs by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Providers by type, each with its configurations. */
  readonly providers: Readonly<Record<string, readonly Attributes[]>>;
  /** All resources and data sources by construct path. */
  readonly byPath: Readonly<Record<string, Attributes>>;
}

/** A stack with providers, synthesized with validations on; `resources` has one sorted entry for each resource. */
export function synth(build: (stack: TerraformStack) => void, name = 'test'): Synthesized {
  const { stack } = testStack(name);
  build(stack);
  return synthesize(stack);
}

/** As `synth`, of a stack that was built already. */
export function synthesize(stack: TerraformStack): Synthesized {
  const json = Testing.synth(stack, true);
  const { resource = {}, data = {}, output = {}, provider = {} } = JSON.parse(json) as StackJson;
  const byPath = elementsByPath(stack, [resource, data]);
  return {
    json,
    resources: typesOf(resource),
    dataSources: typesOf(data),
    outputs: Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value])),
    providers: provider,
    byPath,
    at(path) {
      const found = byPath[path];
      if (found === undefined) throw new Error(`nothing at ${path}; there is ${Object.keys(byPath).join(', ')}`);
      return found;
    },
  };
}

/** The construct tree, and a stack that a test builds step by step. */
export function testStack(name = 'test'): { app: App; stack: TerraformStack } {
  const app = Testing.app();
  const stack = new TerraformStack(app, name);
  addTestProviders(stack);
  return { app, stack };
}

/** The providers that test stacks have. */
export function addTestProviders(stack: TerraformStack): void {
  new TalosProvider(stack, 'talos');
  for (const alias of ['main', 'attic']) {
    new ProxmoxProvider(stack, `proxmox-${alias}`, { alias, endpoint: `https://${alias}.example:8006` });
  }
  new GiteaProvider(stack, 'gitea', { baseUrl: 'https://gitea.example' });
  new LocalProvider(stack, 'local');
  new TlsProvider(stack, 'tls');
}

function typesOf(elements: Elements): string[] {
  return Object.entries(elements)
    .flatMap(([type, byId]) => Object.keys(byId).map(() => type))
    .sort();
}

function elementsByPath(stack: TerraformStack, kinds: readonly Elements[]): Record<string, Attributes> {
  const elements = stack.node
    .findAll()
    .filter((each) => TerraformResource.isTerraformResource(each) || TerraformDataSource.isTerraformDataSource(each));
  return Object.fromEntries(
    elements.flatMap(({ terraformResourceType, friendlyUniqueId, node }) => {
      const path = node.path.slice(stack.node.path.length + 1);
      return kinds.flatMap((kind) => {
        const attributes = kind[terraformResourceType]?.[friendlyUniqueId];
        return attributes === undefined ? [] : [[path, attributes] as const];
      });
    }),
  );
}
