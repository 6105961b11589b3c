import { isPlanErrored, notAPlan, planFormatUnknown } from '../errors/plan';

/** Attributes of a resource; nested blocks are lists of the same. They may hold secrets. */
export type Values = Readonly<Record<string, unknown>>;

/** What a plan does with a resource. */
export type PlannedAction = 'none' | 'create' | 'update' | 'replace' | 'destroy' | 'forget';

/** A managed resource of a plan: what it is, what becomes of it. */
export interface PlannedResource {
  /** Its address, such as `talos_machine_secrets.cluster_secrets_FC6DA05B`. */
  readonly address: string;
  /** First part of the address. */
  readonly type: string;
  /** Second part of the address. */
  readonly name: string;
  /** What becomes of it. */
  readonly action: PlannedAction;
  /** Why, in the words of OpenTofu, such as `replace_because_tainted`. */
  readonly reason?: string;
  /** Attributes whose change makes a new resource. */
  readonly replacePaths: readonly string[];
  /** What is in the state; nothing for a new resource. */
  readonly before?: Values;
  /** What will be, as far as it is known; nothing for a resource that goes. */
  readonly after?: Values;
  /** `true` in the place of each value that is known only after the apply. */
  readonly unknown: Values;
  /** Whether the resource is taken into the state by an `import` block. */
  readonly imported: boolean;
  /** Whether its create failed halfway. */
  readonly tainted: boolean;
  /** Provider block, such as `proxmox.main`; nothing for a resource that is no longer written anywhere. */
  readonly providerKey?: string;
  /** Addresses that the resource is written to depend on. */
  readonly dependsOn: readonly string[];
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

/** What the guard reads of `tofu show -json`. */
export interface Plan {
  /** Managed resources, those too that the plan leaves alone. */
  readonly resources: readonly PlannedResource[];
  /** What the state held and the provider did not find. */
  readonly vanished: readonly PlannedResource[];
  /** Data sources that were read. */
  readonly data: readonly ReadData[];
  /** Whether an output of the stack changes. */
  readonly changesOutputs: boolean;
}

interface ChangeJson {
  readonly actions?: readonly string[];
  readonly before?: Values | null;
  readonly after?: Values | null;
  readonly after_unknown?: Values | boolean;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: unknown;
}

interface ResourceChangeJson {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: ChangeJson;
}

interface StateResourceJson {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly tainted?: boolean;
  readonly values?: Values;
}

interface ModuleJson {
  readonly resources?: readonly StateResourceJson[];
  readonly child_modules?: readonly ModuleJson[];
}

interface WrittenResourceJson {
  readonly address: string;
  readonly provider_config_key?: string;
  readonly depends_on?: readonly string[];
}

interface PlanJson {
  readonly format_version?: unknown;
  readonly errored?: boolean;
  readonly resource_changes?: readonly ResourceChangeJson[];
  readonly resource_drift?: readonly ResourceChangeJson[];
  readonly output_changes?: Readonly<Record<string, ChangeJson>>;
  readonly prior_state?: { readonly values?: { readonly root_module?: ModuleJson } };
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly WrittenResourceJson[] } };
}

/**
 * Reads what `tofu show -json <plan file>` prints.
 *
 * @throws if it is something else, of a format that is not known, or a plan that ended in errors
 */
export function readPlan(json: unknown): Plan {
  const plan = planOf(json);
  const written = new Map((plan.configuration?.root_module?.resources ?? []).map((each) => [each.address, each]));
  const state = resourcesOf(plan.prior_state?.values?.root_module);
  const tainted = new Set(state.filter((each) => each.tainted === true).map(({ address }) => address));
  const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
  const changed = managed.map((change) => resourceOf(change, { written, tainted }));
  const addresses = new Set(changed.map(({ address }) => address));
  return {
    // a plan with -target is silent about everything else
    resources: [
      ...changed,
      ...state
        .filter(({ mode, address }) => mode === 'managed' && !addresses.has(address))
        .map((resource) => untouched(resource, { written, tainted })),
    ],
    vanished: (plan.resource_drift ?? [])
      .filter(({ mode, change }) => mode === 'managed' && actionOf(change.actions) === 'destroy')
      .map((change) => resourceOf(change, { written, tainted })),
    data: state
      .filter(({ mode }) => mode === 'data')
      .map(({ address, type, values = {} }) => ({
        type,
        providerKey: written.get(address)?.provider_config_key,
        values,
      })),
    changesOutputs: Object.values(plan.output_changes ?? {}).some(({ actions }) => actionOf(actions) !== 'none'),
  };
}

function planOf(json: unknown): PlanJson {
  if (typeof json !== 'object' || json === null) throw notAPlan();
  const plan = json as PlanJson;
  if (typeof plan.format_version !== 'string' || !('configuration' in plan)) throw notAPlan();
  if (!/^1\.\d+$/.test(plan.format_version)) throw planFormatUnknown(plan.format_version);
  if (plan.errored === true) throw isPlanErrored();
  return plan;
}

function resourcesOf(module: ModuleJson | undefined): readonly StateResourceJson[] {
  if (module === undefined) return [];
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesOf)];
}

/** What other parts of a plan say of its resources, by address. */
interface Surroundings {
  readonly written: ReadonlyMap<string, WrittenResourceJson>;
  readonly tainted: ReadonlySet<string>;
}

function resourceOf(
  { address, type, name, deposed, action_reason, change }: ResourceChangeJson,
  { written, tainted }: Surroundings,
): PlannedResource {
  const place = written.get(withoutKeys(address));
  return {
    address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
    type,
    name,
    action: actionOf(change.actions),
    reason: action_reason,
    replacePaths: [...new Set((change.replace_paths ?? []).map(([attribute]) => String(attribute)))],
    before: change.before ?? undefined,
    after: change.after ?? undefined,
    unknown: typeof change.after_unknown === 'object' ? change.after_unknown : {},
    imported: change.importing !== undefined && change.importing !== null,
    // a resource that is written nowhere any more is tainted in the state only
    tainted: action_reason === 'replace_because_tainted' || tainted.has(address),
    providerKey: place?.provider_config_key,
    dependsOn: place?.depends_on ?? [],
  };
}

function untouched({ address, type, name, values }: StateResourceJson, surroundings: Surroundings): PlannedResource {
  const change = { actions: ['no-op'], before: values, after: values };
  return resourceOf({ address, mode: 'managed', type, name, change }, surroundings);
}

/** Address of a resource block: that of an instance without what tells instances apart. */
function withoutKeys(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}

function actionOf(actions: readonly string[] = []): PlannedAction {
  const [first = 'no-op', second] = actions;
  // also "forget" and "create": the old one goes on, the new one is made beside it
  if (second !== undefined) return 'replace';
  if (first === 'create' || first === 'update' || first === 'forget') return first;
  return first === 'delete' ? 'destroy' : 'none';
}
