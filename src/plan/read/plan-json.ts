import { planNotReadable } from './plan-faults';
import { DependencyGraph } from './dependency-graph';
import {
  type ChangeJson,
  type PlanDocument,
  planDocument,
  type ResourceChangeJson,
  type StateResourceJson,
  type Values,
  type WrittenModuleJson,
  type WrittenResourceJson,
} from './plan-document';
import { blockAddress } from './resource-address';
import { secretTexts } from './secret-texts';

export type { Values } from './plan-document';

/**
 * A planned action on a resource.
 *
 * `supersede`: it is forgotten, stays as it is, and another one is created in its place.
 */
export type PlannedAction = 'none' | 'create' | 'update' | 'replace' | 'supersede' | 'destroy' | 'forget';

/** A managed resource of a plan and its planned action. */
export interface PlannedResource {
  /** Its address, such as `talos_machine_secrets.cluster_secrets_FC6DA05B`. */
  readonly address: string;
  /** First part of the address. */
  readonly type: string;
  /** Second part of the address. */
  readonly name: string;
  /** Source of its provider, such as `registry.opentofu.org/bpg/proxmox`; nothing if the plan does not say. */
  readonly provider?: string;
  /** Its planned action. */
  readonly action: PlannedAction;
  /** Why, in the words of OpenTofu, such as `replace_because_tainted`. */
  readonly reason?: string;
  /** Attributes whose change makes a new resource. */
  readonly replacePaths: readonly string[];
  /** Attributes in the state; nothing for a new resource. */
  readonly before?: Values;
  /** Attributes after the apply, as far as they are known; nothing for a resource that goes. */
  readonly after?: Values;
  /** `true` in the place of each value that is known only after the apply. */
  readonly unknown: Values;
  /** `true` in the place of each value that nobody may see, now or afterwards. */
  readonly sensitive: readonly unknown[];
  /** True if an `import` block brings the resource into the state. */
  readonly imported: boolean;
  /** True if its create failed halfway. */
  readonly tainted: boolean;
  /** Provider block, such as `proxmox.main`; nothing for a resource that is no longer written anywhere. */
  readonly providerKey?: string;
  /** Blocks that it depended on when it was applied last, and what they depend on; with what is written now if it changes. */
  readonly appliedAfter: readonly string[];
}

/** True if what there is now goes, whether something takes its place or not. */
export function isTakenAway({ action }: PlannedResource): boolean {
  return action === 'destroy' || action === 'replace';
}

/** A data source and what it answered. */
export interface ReadData {
  /** Its type, without `data.`. */
  readonly type: string;
  /** Provider block that was asked, such as `proxmox.main`. */
  readonly providerKey?: string;
  /** The answer. */
  readonly values: Values;
}

/** A data source that is read during the apply. */
export interface PendingData {
  /** Its address, with `data.`. */
  readonly address: string;
  /** Its arguments, as far as they are known. */
  readonly values: Values;
}

/** The parts of `tofu show -json` that the guard reads. */
export interface Plan {
  /** Managed resources, those too that the plan leaves alone. */
  readonly resources: readonly PlannedResource[];
  /** Resources in the state that the provider did not find. */
  readonly vanished: readonly PlannedResource[];
  /** Data sources that were read. */
  readonly data: readonly ReadData[];
  /** Data sources that are read during the apply, with what is known of their arguments. */
  readonly pending: readonly PendingData[];
  /** Dependencies as they are written. */
  readonly graph: DependencyGraph;
  /** True if an output of the stack changes. */
  readonly changesOutputs: boolean;
  /** Outputs that are there afterwards, by name. */
  readonly outputs: Values;
  /** Texts that nobody may see: of sensitive variables and attributes. */
  readonly secrets: readonly string[];
}

/**
 * Reads what `tofu show -json <plan file>` prints.
 *
 * @throws if it is something else, of a form that is not known, not whole, or a plan that ended in errors
 */
export function readPlan(json: unknown): Plan {
  const document = planDocument(json);
  const { changes, drift, outputs, state, written } = document;
  const surroundings = surroundingsOf(document);
  const managed = changes.filter(({ mode }) => mode === 'managed');
  const changed = managed.map((change) => resourceOf(change, surroundings));
  const addresses = new Set(changed.map(({ address }) => address));
  return {
    // a plan with -target is silent about everything else
    resources: [
      ...changed,
      ...state
        .filter(({ mode, address, deposed_key: key }) => mode === 'managed' && !addresses.has(addressOf(address, key)))
        .map((resource) => untouched(resource, surroundings)),
    ],
    vanished: drift
      .filter(({ mode, address, change }) => mode === 'managed' && actionOf(change, address) === 'destroy')
      .map((change) => resourceOf(change, surroundings)),
    data: state
      .filter(({ mode }) => mode === 'data')
      .map(({ address, type, values = {} }) => ({
        type,
        providerKey: surroundings.written.get(blockAddress(address))?.provider_config_key,
        values,
      })),
    pending: changes
      .filter(({ mode }) => mode === 'data')
      .map(({ address, change }) => ({ address, values: change.after ?? {} })),
    graph: new DependencyGraph(written),
    outputs: document.plannedOutputs,
    secrets: secretTexts(document),
    changesOutputs: outputs.map((change) => actionOf(change, 'an output')).some((action) => action !== 'none'),
  };
}

/** Facts about resources that stand in other parts of a plan, by address. */
interface Surroundings {
  readonly written: ReadonlyMap<string, WrittenResourceJson>;
  readonly state: ReadonlyMap<string, StateResourceJson>;
}

function surroundingsOf({ state, written }: PlanDocument): Surroundings {
  return {
    written: new Map(writtenResources(written, '')),
    state: new Map(state.map((each) => [addressOf(each.address, each.deposed_key), each])),
  };
}

function writtenResources(module: WrittenModuleJson, path: string): readonly [string, WrittenResourceJson][] {
  return [
    ...(module.resources ?? []).map((each): [string, WrittenResourceJson] => [path + each.address, each]),
    ...Object.entries(module.module_calls ?? {}).flatMap(([name, call]) =>
      writtenResources(call.module ?? {}, `${path}module.${name}.`),
    ),
  ];
}

function resourceOf(
  { address, type, name, provider_name: provider, deposed, action_reason, change }: ResourceChangeJson,
  { written, state }: Surroundings,
): PlannedResource {
  const stored = state.get(addressOf(address, deposed));
  return {
    address: addressOf(address, deposed),
    type,
    name,
    provider,
    action: actionOf(change, address),
    reason: action_reason,
    replacePaths: [...new Set((change.replace_paths ?? []).map(([attribute]) => String(attribute)))],
    before: change.before ?? undefined,
    after: change.after ?? undefined,
    unknown: typeof change.after_unknown === 'object' ? change.after_unknown : {},
    sensitive: [change.before_sensitive, change.after_sensitive],
    imported: change.importing !== undefined && change.importing !== null,
    // a resource that is written nowhere any more is tainted in the state only
    tainted: action_reason === 'replace_because_tainted' || stored?.tainted === true,
    providerKey: written.get(blockAddress(address))?.provider_config_key,
    appliedAfter: stored?.depends_on ?? [],
  };
}

function untouched(resource: StateResourceJson, surroundings: Surroundings): PlannedResource {
  const { values, deposed_key: deposed } = resource;
  return resourceOf(
    { ...resource, deposed, change: { actions: ['no-op'], before: values, after: values } },
    surroundings,
  );
}

/** An object that a replacement could not remove stands beside the one that took its address. */
function addressOf(address: string, deposed: string | undefined): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}

const ACTIONS: Readonly<Record<string, PlannedAction>> = {
  'no-op': 'none',
  read: 'none',
  create: 'create',
  update: 'update',
  delete: 'destroy',
  forget: 'forget',
  'delete, create': 'replace',
  'create, delete': 'replace',
  'forget, create': 'supersede',
};

function actionOf({ actions }: ChangeJson, address: string): PlannedAction {
  const words = actions.join(', ');
  const action = Object.hasOwn(ACTIONS, words) ? ACTIONS[words] : undefined;
  if (action === undefined) throw planNotReadable(`${address} has the actions ${words === '' ? 'none' : words}`);
  return action;
}
