import { type Attributes, machineConfiguration } from './plan';

/** Virtual machine, configuration, secrets of any stack, not only of one that these constructs wrote. */
const TYPES = {
  vm: 'proxmox_virtual_environment_vm',
  apply: 'talos_machine_configuration_apply',
  secrets: 'talos_machine_secrets',
  bootstrap: 'talos_machine_bootstrap',
  kubeconfig: 'talos_cluster_kubeconfig',
  gate: 'terraform_data',
} as const;

/** One instance of a resource of a stack. */
export interface Instance {
  readonly type: keyof typeof TYPES;
  /** Name and keys, such as `worker["a"]`; with `module.x.` before it in a module. */
  readonly at: string;
  /** Planned actions; nothing if it stays. */
  readonly actions?: readonly string[];
  readonly before?: Attributes;
  readonly after?: Attributes;
  readonly unknown?: readonly string[];
  /** Blocks that it was applied after. */
  readonly appliedAfter?: readonly string[];
}

/** A block as it is written. */
export interface Block {
  readonly type: keyof typeof TYPES | 'data.talos_machine_configuration';
  readonly name: string;
  readonly dependsOn?: readonly string[];
  readonly refers?: Readonly<Record<string, readonly string[]>>;
}

/** A module and what is in it. */
export interface Module {
  readonly blocks: readonly Block[];
  readonly given?: Readonly<Record<string, readonly string[]>>;
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
  readonly dependsOn?: readonly string[];
  readonly modules?: Readonly<Record<string, Module>>;
}

/** Output of `tofu show -json` for a plan of this stack. */
export function stackPlan(instances: readonly Instance[], root: Module): Record<string, unknown> {
  return {
    format_version: '1.2',
    resource_changes: instances.map(changeOf),
    prior_state: {
      values: {
        root_module: {
          resources: instances.filter(({ before }) => before !== undefined).map(stateOf),
        },
      },
    },
    configuration: { root_module: moduleOf(root) },
    errored: false,
  };
}

/** Address of an instance or a block. */
export function addressOf(type: keyof typeof TYPES, at: string): string {
  const [, module = '', name = ''] = /^((?:module\.[^.]+\.)*)(.*)$/.exec(at) ?? [];
  return `${module}${TYPES[type]}.${name}`;
}

/** A virtual machine at an address. */
export function vmAt(name: string, number: number, role: 'control-plane' | 'worker' = 'worker'): Attributes {
  return {
    name,
    tags: [role, 'stack-lab'],
    vm_id: 800 + number,
    node_name: 'pve1',
    started: true,
    initialization: [{ ip_config: [{ ipv4: [{ address: `10.0.0.${number}/24` }] }] }],
    disk: [{ interface: 'scsi0', size: 20 }],
  };
}

/** Resource that configures a machine at an address. */
export function applyAt(number: number, role: 'controlplane' | 'worker' = 'worker', authority = 'ca'): Attributes {
  return {
    node: `10.0.0.${number}`,
    client_configuration: { ca_certificate: authority },
    machine_configuration_input: machineConfiguration(role, `n-${number}`),
  };
}

function changeOf({ type, at, actions = ['no-op'], before, after = before, unknown = [] }: Instance): Attributes {
  const isGone = actions.length === 1 && ['delete', 'forget'].includes(actions[0] ?? '');
  return {
    address: addressOf(type, at),
    mode: 'managed',
    type: TYPES[type],
    name: at.replace(/^.*\./, '').replace(/\[.*$/, ''),
    change: {
      actions,
      before: before ?? null,
      after: isGone ? null : { ...after, ...Object.fromEntries(unknown.map((key) => [key, undefined])) },
      after_unknown: Object.fromEntries(unknown.map((key) => [key, true])),
    },
  };
}

function stateOf({ type, at, before, appliedAfter }: Instance): Attributes {
  return {
    address: addressOf(type, at),
    mode: 'managed',
    type: TYPES[type],
    name: 'x',
    values: before,
    depends_on: appliedAfter,
  };
}

function moduleOf({ blocks, outputs = {}, modules = {} }: Module): Attributes {
  return {
    resources: blocks.map(({ type, name, dependsOn, refers = {} }) => ({
      address: type.startsWith('data.') ? `${type}.${name}` : addressOf(type as keyof typeof TYPES, name),
      mode: type.startsWith('data.') ? 'data' : 'managed',
      expressions: expressionsOf(refers),
      ...(dependsOn && { depends_on: dependsOn }),
    })),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, references]) => [name, { expression: { references } }]),
    ),
    module_calls: Object.fromEntries(
      Object.entries(modules).map(([name, module]) => [
        name,
        {
          expressions: expressionsOf(module.given ?? {}),
          module: moduleOf(module),
          ...(module.dependsOn && { depends_on: module.dependsOn }),
        },
      ]),
    ),
  };
}

function expressionsOf(refers: Readonly<Record<string, readonly string[]>>): Attributes {
  return Object.fromEntries(Object.entries(refers).map(([name, references]) => [name, { references }]));
}
