import { environmentReferenceMalformed, environmentVariableMissing } from '../errors/spec';
import type { SpecFault } from './cluster-spec-error';

/** Variables of the environment; those that are not set are undefined. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Path = readonly (string | number)[];

const REFERENCE = /\$\{env(?:\.([^}]*)\})?/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A spec with the variables of the environment put in, and the references that lead nowhere. */
export interface ResolvedSpec {
  /** The spec with the values. */
  readonly spec: unknown;
  /** References that lead nowhere. */
  readonly faults: readonly SpecFault[];
}

/**
 * Puts `${env.NAME}` into every text but patches and manifests, where it may mean something else. Reading happens here,
 * once: what a model holds never depends on the environment any more. Keys without a value, as literals may have them,
 * are left out.
 */
export function resolveEnvironment(spec: unknown, environment: Environment): ResolvedSpec {
  const resolution: Resolution = { environment, path: [], faults: [] };
  return { spec: resolveValue(spec, resolution), faults: resolution.faults };
}

interface Resolution {
  readonly environment: Environment;
  /** Where the value stands that is looked at; it grows and shrinks on the way through the spec. */
  readonly path: (string | number)[];
  readonly faults: SpecFault[];
}

function resolveValue(value: unknown, resolution: Resolution): unknown {
  if (typeof value === 'string') return value.includes('${env') ? resolveText(value, resolution) : value;
  if (typeof value !== 'object' || value === null || isVerbatim(resolution.path)) return value;
  if (Array.isArray(value)) return value.map((item, index) => resolveEntry(index, item, resolution));
  const entries: [string, unknown][] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== undefined) entries.push([key, resolveEntry(key, entry, resolution)]);
  }
  return Object.fromEntries(entries);
}

function resolveEntry(key: string | number, entry: unknown, resolution: Resolution): unknown {
  resolution.path.push(key);
  const resolved = resolveValue(entry, resolution);
  resolution.path.pop();
  return resolved;
}

function resolveText(text: string, { environment, path, faults }: Resolution): string {
  return text.replace(REFERENCE, (reference, name: string | undefined) => {
    if (name === undefined || !NAME.test(name)) {
      faults.push({ path: [...path], message: environmentReferenceMalformed(text) });
      return reference;
    }
    const value = environment[name];
    if (value === undefined) faults.push({ path: [...path], message: environmentVariableMissing(name) });
    return value ?? reference;
  });
}

/** Whether a part of the spec is a list of patches, a list of manifests or the values of a chart. */
function isVerbatim([section, key, ...rest]: Path): boolean {
  if (section === 'kubernetes') return key === 'inlineManifests' || (rest.length === 2 && rest[1] === 'values');
  if (section === 'nodes' || section === 'nodeDefaults') return rest.length === 1 && rest[0] === 'patches';
  return section === 'patches' && key === undefined;
}
