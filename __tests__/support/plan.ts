/** Plans in the shape of `tofu show -json`, as OpenTofu 1.12 prints them for stacks of this project. */

export type Attributes = Record<string, unknown>;

/** A planned change of one resource; `edit` turns the state before into the state after. */
export interface Step {
  readonly actions: readonly string[];
  readonly edit?: (values: Attributes) => void;
  readonly reason?: string;
  readonly replacePaths?: readonly string[];
  /** Attributes that are known only after the apply. */
  readonly unknown?: readonly string[];
  readonly importing?: string;
}

/** Not in the state and not planned. */
export const absent = undefined;
export const keep: Step = { actions: ['no-op'] };
export const create: Step = { actions: ['create'] };
export const forget: Step = { actions: ['forget'] };
/** With `lifecycle.destroy = false`, where something would replace it. */
export const superseded: Step = { actions: ['forget', 'create'], reason: 'replace_because_cannot_update' };
export const destroy: Step = { actions: ['delete'], reason: 'delete_because_no_resource_config' };
/** As `tofu plan -destroy` has it. */
export const end: Step = { actions: ['delete'] };
export const tainted: Step = { actions: ['delete', 'create'], reason: 'replace_because_tainted' };
/** Imported as it is. */
export const imported: Step = { actions: ['no-op'], importing: 'pve1/800' };
export const triggered: Step = { actions: ['delete', 'create'], reason: 'replace_by_triggers' };

export function update(edit: (values: Attributes) => void, unknown: readonly string[] = []): Step {
  return { actions: ['update'], edit, unknown };
}

export function replacedBy(attribute: string, edit: (values: Attributes) => void = () => undefined): Step {
  return {
    actions: ['delete', 'create'],
    reason: 'replace_because_cannot_update',
    replacePaths: [attribute],
    edit,
  };
}

/** One machine of a plan. */
export interface MachineStory {
  readonly role: 'controlplane' | 'worker';
  /** Last number of its address. */
  readonly number: number;
  /** Nothing for a physical machine. */
  readonly vm?: Step;
  readonly config?: Step;
  /** Size of its data disk on scsi1. */
  readonly dataGiB?: number;
  /** Further attributes in the state. */
  readonly vmIs?: (values: Attributes) => void;
  readonly configIs?: (values: Attributes) => void;
  /** True if it is in the state, but the provider does not find it. */
  readonly vanished?: boolean;
  /** True if the state says that its create failed halfway. */
  readonly isTainted?: boolean;
  /** Alias of its provider block. */
  readonly endpoint?: string;
  /** Trigger that remembers the image that it was made from; not there unless given. */
  readonly trigger?: Step;
  /** Dependencies of the configuration as written; its virtual machine unless given. */
  readonly dependsOn?: readonly string[];
  /** References in the address of the configuration; a literal unless given. */
  readonly nodeRefers?: readonly string[];
}

/** A plan: what is not named is there and stays. */
export interface PlanStory {
  readonly machines: Readonly<Record<string, MachineStory>>;
  readonly secrets?: Step;
  readonly bootstrap?: Step;
  readonly kubeconfig?: Step;
  /** Machines that the endpoints show, as their data source has it. */
  readonly seen?: readonly Attributes[];
  readonly image?: Step;
  /** Addresses that `-target` leaves in the plan. */
  readonly targets?: readonly string[];
  readonly outputs?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

/** Three control planes and two workers, the first with a data disk. */
export const HOME: Readonly<Record<string, MachineStory>> = {
  'ctrl-00': { role: 'controlplane', number: 11, vm: keep, config: keep },
  'ctrl-01': { role: 'controlplane', number: 12, vm: keep, config: keep },
  'ctrl-02': { role: 'controlplane', number: 13, vm: keep, config: keep },
  'work-00': { role: 'worker', number: 21, vm: keep, config: keep, dataGiB: 100 },
  'work-01': { role: 'worker', number: 22, vm: keep, config: keep },
};

/** Something that no verdict may hold. */
export const SECRET = 'c2VjcmV0';

/** The usual cluster, with other steps for some of its machines. */
export function home(
  changes: Readonly<Record<string, Partial<MachineStory>>>,
  others: Partial<PlanStory> = {},
): Record<string, unknown> {
  const machines = Object.fromEntries(
    Object.entries(HOME).map(([name, story]) => [name, { ...story, ...changes[name] }]),
  );
  const more = Object.entries(changes).filter(([name]) => !(name in HOME)) as [string, MachineStory][];
  return planJson({ machines: { ...machines, ...Object.fromEntries(more) }, ...others });
}

/** Address of the virtual machine of a machine. */
export function vmAddress(name: string): string {
  return `proxmox_virtual_environment_vm.nodes_${name}_AABE1FF1`;
}

/** Address of what configures a machine. */
export function configAddress(name: string): string {
  return `talos_machine_configuration_apply.cluster_nodes_${name}_apply_2285AE98`;
}

/** Address of what remembers the image of a machine. */
export function triggerAddress(name: string): string {
  return `terraform_data.nodes_${name}_boot-image_C0FFEE00`;
}

export const SECRETS = 'talos_machine_secrets.cluster_secrets_FC6DA05B';
export const BOOTSTRAP = 'talos_machine_bootstrap.cluster_bootstrap_CBC276F0';
const KUBECONFIG = 'talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE';
export const IMAGE = 'proxmox_download_file.image_ce4c9805-v1139_main_pve1_51D5DF2B';
const PROXMOX = 'registry.opentofu.org/bpg/proxmox';
const TALOS = 'registry.opentofu.org/siderolabs/talos';

interface Part {
  readonly address: string;
  readonly provider: string;
  readonly providerKey: string;
  readonly step: Step | undefined;
  readonly values: Attributes;
  readonly sensitive: readonly string[];
  readonly vanished?: boolean;
  readonly isTainted?: boolean;
  readonly dependsOn?: readonly string[];
  /** References in its arguments. */
  readonly refers?: Readonly<Record<string, readonly string[]>>;
  /** Resources that it was applied after, beside its dependencies as written. */
  readonly appliedAfter?: readonly string[];
}

/** Output of `tofu show -json` for a plan. */
export function planJson(story: PlanStory): Record<string, unknown> {
  const { secrets = keep, bootstrap = keep, kubeconfig = keep, image = keep, seen, targets, outputs = {} } = story;
  const parts: readonly Part[] = [
    {
      address: IMAGE,
      provider: PROXMOX,
      providerKey: 'proxmox.main',
      step: image,
      values: { id: 'x', url: 'https://x' },
      sensitive: [],
    },
    ...Object.entries(story.machines).flatMap(([name, machine]) => partsOf(name, machine)),
    talosPart(KUBECONFIG, kubeconfig, { id: 'home', node: '10.0.0.11', kubeconfig_raw: SECRET }, ['kubeconfig_raw']),
    talosPart(
      BOOTSTRAP,
      bootstrap,
      { id: 'machine_bootstrap', node: '10.0.0.11', client_configuration: { client_key: SECRET } },
      [],
    ),
    talosPart(
      SECRETS,
      secrets,
      { id: 'machine_secrets', talos_version: 'v1.13', machine_secrets: { cluster: { secret: SECRET } } },
      ['machine_secrets'],
    ),
  ];
  const there = parts.filter(({ step }) => step !== absent);
  const inPlan = there.filter(({ address }) => targets === undefined || targets.includes(address));
  const drift = parts.filter(({ vanished }) => vanished);
  return {
    format_version: '1.2',
    terraform_version: '1.12.6',
    variables: { proxmox_main_api_token: { value: SECRET } },
    planned_values: {},
    ...(drift.length > 0 && { resource_drift: drift.map((part) => changeOf({ ...part, step: end })) }),
    resource_changes: inPlan.map(changeOf),
    output_changes: outputs,
    prior_state: {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            ...(seen === undefined ? [] : [dataOf(seen)]),
            ...there.filter(({ step, vanished }) => isInState(step) && vanished !== true).map(stateOf),
          ],
        },
      },
    },
    configuration: {
      root_module: {
        resources: [
          ...there.filter(({ step }) => step !== destroy).map(writtenOf),
          { address: `data.${VMS}`, mode: 'data', provider_config_key: 'proxmox.main' },
        ],
      },
    },
    errored: false,
  };
}

const VMS = 'proxmox_virtual_environment_vms.vms_main_D533DCE3';

function partsOf(name: string, machine: MachineStory): readonly Part[] {
  const { role, number, vm, config, dataGiB, vmIs, configIs, vanished, isTainted, endpoint = 'main' } = machine;
  const { trigger, dependsOn = vm === absent ? [] : [vmAddress(name)], nodeRefers = [] } = machine;
  const values = vmValues(name, role, number, dataGiB);
  vmIs?.(values);
  const configuration: Attributes = {
    id: 'machine_configuration_apply',
    apply_mode: 'auto',
    node: `10.0.0.${number}`,
    client_configuration: { ca_certificate: 'ca', client_certificate: 'certificate', client_key: SECRET },
    config_patches: null,
    machine_configuration: null,
    machine_configuration_input: machineConfiguration(role, name),
    on_destroy: null,
  };
  configIs?.(configuration);
  return [
    {
      address: vmAddress(name),
      provider: PROXMOX,
      providerKey: `proxmox.${endpoint}`,
      step: vm,
      values,
      sensitive: [],
      vanished,
      isTainted,
      appliedAfter: trigger === absent ? [] : [triggerAddress(name)],
    },
    {
      ...talosPart(configAddress(name), config, configuration, ['machine_configuration_input']),
      dependsOn,
      refers: { node: nodeRefers, client_configuration: [`${SECRETS}.client_configuration`, SECRETS] },
      appliedAfter: [SECRETS],
    },
    {
      address: triggerAddress(name),
      provider: 'terraform.io/builtin/terraform',
      providerKey: 'terraform',
      step: trigger,
      values: { id: 'x', input: 'image-v1.13.9', output: 'image-v1.13.9' },
      sensitive: [],
    },
  ];
}

function talosPart(address: string, step: Step | undefined, values: Attributes, sensitive: readonly string[]): Part {
  const isSecrets = address === SECRETS;
  return {
    address,
    provider: TALOS,
    providerKey: 'talos',
    step,
    values,
    sensitive,
    refers: isSecrets ? {} : { client_configuration: [`${SECRETS}.client_configuration`, SECRETS] },
    appliedAfter: isSecrets ? [] : [SECRETS],
  };
}

/** The configuration of a machine, as YAML; `machine` and `cluster` are added to it. */
export function machineConfiguration(role: string, name: string, machine = '', cluster = '', documents = ''): string {
  return (
    `version: v1alpha1\nmachine:\n  type: ${role}\n  token: ${SECRET}\n${machine}` +
    `cluster:\n  secret: ${SECRET}\n${cluster}` +
    `---\napiVersion: v1alpha1\nkind: HostnameConfig\nhostname: ${name}\n${documents}`
  );
}

function vmValues(name: string, role: MachineStory['role'], number: number, dataGiB: number | undefined): Attributes {
  const tag = role === 'controlplane' ? 'control-plane' : 'worker';
  return {
    acpi: true,
    agent: [{ enabled: true, timeout: '2m', trim: false, type: 'virtio', wait_for_ip: [] }],
    bios: 'ovmf',
    boot_order: ['scsi0'],
    cdrom: [],
    cpu: [
      {
        affinity: null,
        cores: 2,
        flags: null,
        hotplugged: 0,
        limit: 0,
        numa: false,
        sockets: 1,
        type: 'host',
        units: 1024,
      },
    ],
    description: 'Talos',
    disk: [diskValues('scsi0', 20, 1), ...(dataGiB === undefined ? [] : [diskValues('scsi1', dataGiB, 2)])],
    efi_disk: [{ datastore_id: 'local-lvm', file_format: 'raw', pre_enrolled_keys: false, type: '4m' }],
    hotplug: 'network,disk,usb',
    id: String(800 + number),
    initialization: [
      {
        datastore_id: 'local-lvm',
        dns: [{ domain: null, servers: ['10.0.0.1'] }],
        ip_config: [{ ipv4: [{ address: `10.0.0.${number}/24`, gateway: '10.0.0.1' }], ipv6: [] }],
        user_account: [],
      },
    ],
    ipv4_addresses: [['127.0.0.1'], [`10.0.0.${number}`]],
    machine: 'q35',
    memory: [{ dedicated: 4096, floating: 0, hugepages: null, keep_hugepages: false, shared: 0 }],
    migrate: true,
    name,
    network_device: [{ bridge: 'vmbr0', mac_address: 'BC:24:11:00:00:01', vlan_id: 0 }],
    node_name: 'pve1',
    on_boot: true,
    protection: false,
    reboot_after_update: true,
    scsi_hardware: 'virtio-scsi-pci',
    startup: [],
    started: true,
    stop_on_destroy: true,
    tags: [tag, 'stack-home'],
    timeout_shutdown_vm: 1800,
    tpm_state: [],
    vm_id: 800 + number,
  };
}

/** A disk as the provider has it in the state. */
export function diskValues(slot: string, size: number, volume: number): Attributes {
  return {
    aio: 'io_uring',
    backup: true,
    cache: 'none',
    datastore_id: 'local-lvm',
    discard: 'on',
    file_format: 'raw',
    import_from: volume === 1 ? 'local:import/talos.qcow2' : null,
    interface: slot,
    iothread: false,
    path_in_datastore: `disk-${volume}`,
    queues: 0,
    serial: null,
    size,
    ssd: true,
  };
}

function isInState(step: Step | undefined): boolean {
  return step !== undefined && step.actions[0] !== 'create';
}

function goesOn(step: Step): boolean {
  return step.actions.length === 2 || !['delete', 'forget'].includes(step.actions[0] ?? '');
}

function changeOf({ address, provider, step = keep, values, sensitive }: Part): Attributes {
  const [type, name] = address.split('.', 2);
  const after = structuredClone(values);
  step.edit?.(after);
  const unknown = [...(step.unknown ?? []), ...(step.actions.includes('create') ? ['id'] : [])];
  for (const key of unknown) Reflect.deleteProperty(after, key);
  const marks = Object.fromEntries(sensitive.map((key) => [key, true]));
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: provider,
    change: {
      actions: step.actions,
      before: isInState(step) ? values : null,
      after: goesOn(step) ? after : null,
      after_unknown: goesOn(step) ? Object.fromEntries(unknown.map((key) => [key, true])) : {},
      before_sensitive: isInState(step) ? marks : false,
      after_sensitive: goesOn(step) ? marks : false,
      ...(step.replacePaths && { replace_paths: step.replacePaths.map((key) => [key]) }),
      ...(step.importing !== undefined && { importing: { id: step.importing } }),
    },
    ...(step.reason !== undefined && { action_reason: step.reason }),
  };
}

function stateOf({ address, provider, values, isTainted, dependsOn = [], appliedAfter = [], step }: Part): Attributes {
  const [type, name] = address.split('.', 2);
  // what is imported was applied after nothing
  const after = step?.importing === undefined ? [...dependsOn, ...appliedAfter] : [];
  const state = {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: provider,
    schema_version: 0,
    values,
    ...(after.length > 0 && { depends_on: after }),
  };
  return isTainted === true ? { ...state, tainted: true } : state;
}

function writtenOf({ address, providerKey, dependsOn, refers = {} }: Part): Attributes {
  const expressions = Object.entries(refers).filter(([, references]) => references.length > 0);
  return {
    address,
    mode: 'managed',
    provider_config_key: providerKey,
    expressions: Object.fromEntries(expressions.map(([name, references]) => [name, { references }])),
    ...(dependsOn && { depends_on: dependsOn }),
  };
}

function dataOf(vms: readonly Attributes[]): Attributes {
  const [type, name] = VMS.split('.', 2);
  return {
    address: `data.${VMS}`,
    mode: 'data',
    type,
    name,
    provider_name: PROXMOX,
    schema_version: 0,
    values: { vms },
  };
}

/** A plan with one more resource in it, of which nothing but what becomes of it matters. */
export function withResource(
  plan: Record<string, unknown>,
  address: string,
  { actions }: Step,
): Record<string, unknown> {
  const json = structuredClone(plan) as {
    resource_changes: object[];
    prior_state: { values: { root_module: { resources: object[] } } };
  };
  const [type, name] = address.split('.');
  const resource = { address, mode: 'managed', type, name };
  const isNew = actions.join() === 'create';
  json.resource_changes.push({ ...resource, change: { actions, before: isNew ? null : {}, after: {} } });
  if (!isNew) json.prior_state.values.root_module.resources.push({ ...resource, values: {} });
  return json;
}
