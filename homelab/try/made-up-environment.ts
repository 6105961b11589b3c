import { ClusterSpecError } from '../../src/cluster-file';
import { findReferences, type ProcessEnvironment } from '../../src/cluster-file/environment';
import { parseClusterSpec } from '../../src/model/parse-cluster-spec';
import { type Double, PLAYED_BY } from '../mapping/doubles';

/** Values that some place of a cluster file takes; the first without a fault is chosen. */
const CANDIDATES = [
  'made-up',
  'made-up.example.com',
  'https://made-up.example.com',
  'ssh://git@made-up.example.com/made/up.git',
  '192.0.2.1',
  '8.8.8.8',
];

/** Where a cluster file is read. */
export interface MadeUpOptions {
  /** Project that paths in the file are relative to. */
  readonly directory: string;
  readonly environment: ProcessEnvironment;
}

/** Values for variables that a cluster file needs and nobody has set. */
export interface MadeUpEnvironment {
  readonly values: Readonly<Record<string, string>>;
  readonly doubles: readonly Double[];
}

/**
 * Makes up values for variables of a cluster file that have none. A place that takes none of them stays without: its fault
 * names the variable.
 *
 * @param spec what the file holds
 */
export function madeUpEnvironment(spec: unknown, { directory, environment }: MadeUpOptions): MadeUpEnvironment {
  const values: Record<string, string> = {};
  const missing = referencesOf(spec).filter(({ name }) => environment[name] === undefined);
  const faults = (): number => faultsOf(spec, directory, { ...environment, ...values });
  for (const name of new Set(missing.map((reference) => reference.name))) {
    const before = faults();
    const fitting = CANDIDATES.find((candidate) => {
      values[name] = candidate;
      return faults() < before;
    });
    if (fitting === undefined) Reflect.deleteProperty(values, name);
  }
  const doubles = missing
    .filter(({ name }) => values[name] !== undefined)
    .map(({ name, place }) => ({
      place,
      part: `\${env.${name}}`,
      playedBy: `${PLAYED_BY.environment}, ${values[name]}`,
    }));
  return { values, doubles };
}

function faultsOf(spec: unknown, directory: string, environment: ProcessEnvironment): number {
  try {
    parseClusterSpec(spec, { directory, environment });
    return 0;
  } catch (error) {
    if (error instanceof ClusterSpecError) return error.faults.length;
    throw error;
  }
}

interface Reference {
  readonly name: string;
  readonly place: string;
}

function referencesOf(value: unknown, place = ''): readonly Reference[] {
  if (typeof value === 'string') {
    return findReferences(value).map(({ reference }) => ({ name: reference.slice('${env.'.length, -1), place }));
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesOf(item, `${place}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => referencesOf(entry, place === '' ? key : `${place}.${key}`));
}
