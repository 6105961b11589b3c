import { isPlanErrored, notAPlan, planFormatUnknown, planIncomplete, planNotReadable } from './plan-faults';

/** Attributes of a resource; nested blocks are lists of the same. They may hold secrets. */
export type Values = Readonly<Record<string, unknown>>;

/** Change of a resource or an output, as `tofu show -json` has it. */
export interface ChangeJson {
  /** One word or two, such as `delete` and `create`. */
  readonly actions: readonly string[];
  /** Attributes now; nothing for a new resource. */
  readonly before?: Values | null;
  /** Attributes afterwards, as far as they are known. */
  readonly after?: Values | null;
  /** `true` in the place of what is known only after the apply. */
  readonly after_unknown?: Values | boolean;
  /** `true` in the place of what nobody may see of what is there now. */
  readonly before_sensitive?: unknown;
  /** The same of what is there afterwards. */
  readonly after_sensitive?: unknown;
  /** Attributes whose change makes a new resource. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  /** Id of what is imported. */
  readonly importing?: unknown;
}

/** A resource and what happens to it. */
export interface ResourceChangeJson {
  /** Its address, with the keys of its instance. */
  readonly address: string;
  /** `managed`, `data` or `ephemeral`. */
  readonly mode: string;
  /** Its type. */
  readonly type: string;
  /** Its name. */
  readonly name: string;
  /** Source of its provider. */
  readonly provider_name?: string;
  /** Key of an object that a replacement could not remove. */
  readonly deposed?: string;
  /** Why it is changed, in one word. */
  readonly action_reason?: string;
  /** Its change. */
  readonly change: ChangeJson;
}

/** A resource of the state. */
export interface StateResourceJson {
  /** Its address, with the keys of its instance. */
  readonly address: string;
  /** `managed` or `data`. */
  readonly mode: string;
  /** Its type. */
  readonly type: string;
  /** Its name. */
  readonly name: string;
  /** Source of its provider. */
  readonly provider_name?: string;
  /** Key of an object that a replacement could not remove. */
  readonly deposed_key?: string;
  /** True if its create failed halfway. */
  readonly tainted?: boolean;
  /** Its attributes. */
  readonly values?: Values;
  /** Blocks that it was applied after, near and far. */
  readonly depends_on?: readonly string[];
}

interface StateModuleJson {
  readonly resources?: readonly StateResourceJson[];
  readonly child_modules?: readonly StateModuleJson[];
}

/** A resource as it is written: its arguments as references, not as values. */
export interface WrittenResourceJson {
  /** Its address in its module, without keys. */
  readonly address: string;
  /** `managed` or `data`. */
  readonly mode?: string;
  /** Its provider block. */
  readonly provider_config_key?: string;
  /** Its arguments. */
  readonly expressions?: Values;
  /** How many there are. */
  readonly count_expression?: unknown;
  /** For what there is one. */
  readonly for_each_expression?: unknown;
  /** Its `depends_on`. */
  readonly depends_on?: readonly string[];
}

/** A module as it is written. */
export interface WrittenModuleJson {
  /** Its resources. */
  readonly resources?: readonly WrittenResourceJson[];
  /** Its outputs. */
  readonly outputs?: Readonly<
    Record<string, { readonly expression?: unknown; readonly depends_on?: readonly string[] }>
  >;
  /** Its variables. */
  readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
  /** Modules that it calls. */
  readonly module_calls?: Readonly<Record<string, ModuleCallJson>>;
}

/** A module where it is called. */
export interface ModuleCallJson {
  /** Its arguments. */
  readonly expressions?: Values;
  /** Its `depends_on`. */
  readonly depends_on?: readonly string[];
  /** Its content. */
  readonly module?: WrittenModuleJson;
}

/** A variable of a plan. */
export interface VariableJson {
  /** Its value. */
  readonly value?: unknown;
}

/** A plan that is whole, and of a form that the guard knows. */
export interface PlanDocument {
  /** Planned changes of resources. */
  readonly changes: readonly ResourceChangeJson[];
  /** Changes made outside of OpenTofu. */
  readonly drift: readonly ResourceChangeJson[];
  /** Planned changes of outputs. */
  readonly outputs: readonly ChangeJson[];
  /** Outputs that are there afterwards, by name. */
  readonly plannedOutputs: Readonly<Record<string, unknown>>;
  /** Resources in the state. */
  readonly state: readonly StateResourceJson[];
  /** Resources as they are written. */
  readonly written: WrittenModuleJson;
  /** Values of the variables that nobody may see. */
  readonly sensitiveVariables: readonly unknown[];
}

/** Everything that a plan of format 1.2 has, and what Terraform adds to it. */
const KNOWN_PARTS: readonly string[] = [
  'action_invocations',
  'applyable',
  'checks',
  'complete',
  'configuration',
  'deferred_changes',
  'errored',
  'format_version',
  'output_changes',
  'planned_values',
  'prior_state',
  'proposed_unknown',
  'relevant_attributes',
  'resource_changes',
  'resource_drift',
  'terraform_version',
  'timestamp',
  'variables',
];

/** Highest minor version of format 1 whose parts are all known. */
const KNOWN_MINOR = 2;

const MODES: readonly string[] = ['managed', 'data', 'ephemeral'];

/**
 * Reads a plan part by part, and refuses everything that is not as the format has it: nobody would judge what is skipped here.
 *
 * @throws if it is something else, of a format that is not known, not whole, or ended in errors
 */
export function planDocument(json: unknown): PlanDocument {
  if (!isObject(json) || typeof json.format_version !== 'string' || !('configuration' in json)) throw notAPlan();
  const [, minor] = /^1\.(\d+)$/.exec(json.format_version) ?? [];
  if (minor === undefined || Number(minor) > KNOWN_MINOR) throw planFormatUnknown(json.format_version);
  if (json.errored === true) throw isPlanErrored();
  if (json.complete === false || isFilled(json.deferred_changes)) throw planIncomplete();
  const surplus = Object.keys(json).find((key) => !KNOWN_PARTS.includes(key));
  if (surplus !== undefined) throw planNotReadable(`it has a part called ${surplus}`);
  if (isFilled(json.action_invocations)) throw planNotReadable('it calls actions of providers');
  const { configuration, prior_state: state, output_changes: outputs, planned_values: planned } = json;
  const changes = listOf(json.resource_changes, 'resource_changes').map(resourceChange);
  const written = objectOf(objectOf(configuration, 'configuration').root_module, 'root_module') as WrittenModuleJson;
  const variables = objectOf(json.variables, 'variables') as Readonly<Record<string, VariableJson>>;
  const document = {
    changes,
    drift: listOf(json.resource_drift, 'resource_drift').map(resourceChange),
    outputs: Object.values(objectOf(outputs, 'output_changes')).map((change) => changeOf(change, 'an output')),
    plannedOutputs: objectOf(objectOf(planned, 'planned_values').outputs, 'outputs'),
    state: stateResources(
      objectOf(objectOf(objectOf(state, 'prior_state').values, 'values').root_module, 'root_module'),
    ),
    written,
    sensitiveVariables: Object.entries(variables)
      .filter(([name]) => written.variables?.[name]?.sensitive === true)
      .map(([, variable]) => variable.value),
  };
  checkState(document);
  return document;
}

/** Checks that the state has every resource that changes. */
function checkState({ changes, state }: PlanDocument): void {
  const known = new Set(state.map(({ address }) => address));
  const missing = changes.find(
    ({ mode, address, deposed, change }) =>
      mode === 'managed' && deposed === undefined && isObject(change.before) && !known.has(address),
  );
  if (missing !== undefined) throw planNotReadable(`it changes ${missing.address}, which its state does not have`);
}

function resourceChange(json: unknown): ResourceChangeJson {
  if (!isObject(json) || !hasTexts(json, 'address', 'mode', 'type', 'name')) {
    throw planNotReadable('a change of a resource has no address, mode, type or name');
  }
  const { address, mode } = json as unknown as ResourceChangeJson;
  if (!MODES.includes(mode)) throw planNotReadable(`${address} is of the mode ${mode}`);
  changeOf(json.change, address);
  return json as unknown as ResourceChangeJson;
}

function changeOf(json: unknown, what: string): ChangeJson {
  if (!isObject(json)) throw planNotReadable(`${what} has no change`);
  const { actions, before, after } = json;
  if (!Array.isArray(actions) || !actions.every((action) => typeof action === 'string')) {
    throw planNotReadable(`${what} has no list of actions`);
  }
  const isRead = actions.length === 1 && (actions[0] === 'create' || actions[0] === 'read');
  if (what !== 'an output' && !isRead && !isObject(before) && !(actions.length === 1 && actions[0] === 'no-op')) {
    throw planNotReadable(`${what} is changed, and what it is now is missing`);
  }
  if (what !== 'an output' && after !== null && after !== undefined && !isObject(after)) {
    throw planNotReadable(`${what} has values that are no object`);
  }
  return json as unknown as ChangeJson;
}

function stateResources(module: Values): readonly StateResourceJson[] {
  const { resources, child_modules: children } = module as StateModuleJson;
  const own = listOf(resources, 'prior_state').map((json) => {
    if (!isObject(json) || !hasTexts(json, 'address', 'mode', 'type', 'name')) {
      throw planNotReadable('a resource of its state has no address, mode, type or name');
    }
    return json as unknown as StateResourceJson;
  });
  return [
    ...own,
    ...listOf(children, 'child_modules').flatMap((child) => stateResources(objectOf(child, 'child_modules'))),
  ];
}

function listOf(json: unknown, what: string): readonly unknown[] {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) throw planNotReadable(`${what} is no list`);
  return json;
}

function objectOf(json: unknown, what: string): Values {
  if (json === undefined || json === null) return {};
  if (!isObject(json)) throw planNotReadable(`${what} is no object`);
  return json;
}

function hasTexts(json: Values, ...keys: readonly string[]): boolean {
  return keys.every((key) => typeof json[key] === 'string' && json[key] !== '');
}

function isFilled(json: unknown): boolean {
  return json !== undefined && json !== null && !(Array.isArray(json) && json.length === 0);
}

function isObject(json: unknown): json is Values {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
