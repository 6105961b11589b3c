import { join } from 'node:path';
import { Testing } from 'cdktf';
import { type ClusterModel, parseClusterSpec } from '../../src/model';
import { type ClusterSpec, readClusterFile } from '../../src/cluster-file';
import { ClusterStack } from '../../src/stack';
import { cluster as blogCluster } from '../../stacks/clusters/blog-cluster';
import { projectRoot } from './project';

type Attributes = Readonly<Record<string, unknown>>;

/** A stack as OpenTofu reads it, with the blocks that these tests look at. */
export interface StackJson {
  readonly terraform: Attributes & { readonly backend: Attributes };
  readonly provider: Readonly<Record<string, readonly Attributes[]>>;
  readonly variable?: Readonly<Record<string, Attributes>>;
  readonly output: Readonly<Record<string, Attributes>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** A cluster file made into a stack. */
export interface SynthesizedCluster {
  readonly stack: ClusterStack;
  /** The JSON, parsed. */
  readonly json: StackJson;
  /** The JSON as text. */
  readonly text: string;
  /** One sorted entry for each resource. */
  readonly resources: readonly string[];
  /** Warnings of the stack and its constructs. */
  readonly warnings: readonly string[];
  /** Advice on the cluster file. */
  readonly advice: readonly string[];
  /** Paths of all constructs, indented. */
  readonly tree: string;
  /** Every resource and data source by its address in the state, so that two stacks can be compared. */
  readonly byAddress: Readonly<Record<string, Attributes>>;
}

/** The example clusters by the names of their files. */
export const EXAMPLES = {
  'bare-metal': yamlExample('bare-metal'),
  'blog-cluster': blogCluster,
  home: yamlExample('home'),
  'homelab-tofu': yamlExample('homelab-tofu'),
  nova: yamlExample('nova'),
  'prod-k8s': yamlExample('prod-k8s'),
  'two-sites': yamlExample('two-sites'),
};

/** A copy of an example whose parts may be changed. */
export function copyOf(name: keyof typeof EXAMPLES): EditableSpec {
  return structuredClone(EXAMPLES[name]) as EditableSpec;
}

/** Synthesizes an example with a change. */
export function changing(name: keyof typeof EXAMPLES): (change: (spec: EditableSpec) => void) => SynthesizedCluster {
  return (change) => {
    const spec = copyOf(name);
    change(spec);
    return synthCluster(spec);
  };
}

/** A spec that a test may change. */
export type EditableSpec = Editable<ClusterSpec>;
type Editable<T> = T extends object ? { -readonly [K in keyof T]: Editable<T[K]> } : T;

/** Makes a cluster file into a stack, with the validations on. */
export function synthCluster(spec: ClusterSpec | EditableSpec, projectPath?: string): SynthesizedCluster {
  return synthModel(parseClusterSpec(spec, { directory: projectRoot }), projectPath);
}

/** The same for a cluster file that was read already. */
export function synthModel(model: ClusterModel, projectPath?: string): SynthesizedCluster {
  const app = Testing.app();
  const stack = new ClusterStack(app, model.name, { model, projectPath });
  const text = Testing.synth(stack, true);
  const json = JSON.parse(text) as StackJson;
  return {
    stack,
    json,
    text,
    resources: Object.entries(json.resource)
      .flatMap(([type, byId]) => Object.keys(byId).map(() => type))
      .sort(),
    warnings: stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === '@cdktf/warn')
      .map(({ data }) => String(data)),
    advice: model.advice,
    tree: Testing.renderConstructTree(app),
    byAddress: byAddress(json),
  };
}

/** All attributes of the resources of a type, in the order of the JSON. */
export function resourcesOf({ json }: SynthesizedCluster, type: string): readonly Attributes[] {
  return Object.values(json.resource[type] ?? {});
}

/** All attributes of the data sources of a type, in the order of the JSON. */
export function dataOf({ json }: SynthesizedCluster, type: string): readonly Attributes[] {
  return Object.values(json.data?.[type] ?? {});
}

/** Texts of the patches of one machine, in order. */
export function patchesOf({ json }: SynthesizedCluster, hostname: string): readonly string[] {
  const [, source] =
    Object.entries(json.data?.talos_machine_configuration ?? {}).find(([id]) =>
      id.startsWith(`cluster_nodes_${hostname}_configuration`),
    ) ?? [];
  return source?.config_patches as readonly string[];
}

/** The machine configuration of one machine, as far as this project writes it: its patches merged in order. */
export function configurationOf(cluster: SynthesizedCluster, hostname: string): MachineConfiguration {
  const patches = patchesOf(cluster, hostname);
  const [configuration = {}, ...more] = patches
    // documents with secrets hold expressions, which are no JSON
    .filter((text) => !text.startsWith('{"apiVersion"'))
    .map((text) => JSON.parse(text) as Attributes)
    .filter(({ kind }) => kind === undefined);
  return more.reduce(merged, configuration) as unknown as MachineConfiguration;
}

/** The parts of a machine configuration that these tests look at. */
export interface MachineConfiguration {
  readonly machine: Attributes & {
    readonly network: { readonly hostname: string; readonly interfaces: readonly Attributes[] };
    readonly nodeLabels: Readonly<Record<string, string>>;
    readonly kubelet: Attributes;
  };
  readonly cluster: Attributes & {
    readonly network: Attributes;
    readonly inlineManifests: readonly { readonly name: string; readonly contents: string }[];
  };
}

function merged(left: Attributes, right: Attributes): Attributes {
  const entries = Object.entries(right).map(([key, value]): [string, unknown] => {
    const before = left[key];
    return [key, isMap(before) && isMap(value) ? merged(before, value) : value];
  });
  return { ...left, ...Object.fromEntries(entries) };
}

function isMap(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function yamlExample(name: string): ClusterSpec {
  return readClusterFile(join(projectRoot, 'stacks', 'clusters', `${name}.yaml`)).spec as ClusterSpec;
}

function byAddress({ resource, data = {} }: StackJson): Readonly<Record<string, Attributes>> {
  const entries = [...Object.entries(resource), ...Object.entries(data)].flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, attributes]): [string, Attributes] => [`${type}.${id}`, attributes]),
  );
  return Object.fromEntries(entries);
}
