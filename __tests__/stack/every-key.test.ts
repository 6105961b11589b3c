import { Testing } from 'cdktf';
import { parseClusterSpec } from '../../src/model';
import { ClusterStack } from '../../src/stack';
import { ENTRIES, NEEDED, type Sample, SAMPLES, SECTIONS, SILENT, WHOLE } from '../support/key-samples';
import { projectRoot } from '../support/project';
import { type Schema, schemaLeaves } from '../support/schema-places';
import { smallSpec } from '../support/small-spec';

type Tree = Record<string, unknown>;

const leaves = schemaLeaves();
const places = [...leaves.keys()];
const made = new Map<string, string>();
const isSilent = (place: string): boolean => silenceOf(place) !== undefined;

describe('a value that is not the default makes another stack', () => {
  test.each(places.filter((place) => !isSilent(place)))('%s', (place) => {
    const stacks = stacksOf(place);
    expect(new Set(stacks).size).toBe(stacks.length);
    expect(stacks.length).toBeGreaterThan(1);
  });
});

describe('a key that is known to change nothing changes nothing', () => {
  test.each(places.filter(isSilent))('%s', (place) => {
    const stacks = stacksOf(place);
    expect(new Set(stacks).size).toBe(1);
    expect(stacks.length).toBeGreaterThan(1);
  });
});

test('every sample is of a key that there is', () => {
  const known = places.flatMap((place) => [place, inSection(place)]);
  expect(known).toEqual(expect.arrayContaining([...Object.keys(SAMPLES), ...Object.keys(SILENT)]));
});

/** The JSON of the stacks that the values of a sample make. */
function stacksOf(place: string): readonly string[] {
  const { values, at = place, beside = {} } = silenceOf(place)?.sample ?? sampleOf(place);
  return values.map((value) => stackOf(specWith(at, value, beside)));
}

/** Many samples begin with the same cluster, so each is made once. */
function stackOf(spec: Tree): string {
  const key = JSON.stringify(spec);
  const stack = made.get(key) ?? synthesized(spec);
  made.set(key, stack);
  return stack;
}

function synthesized(spec: Tree): string {
  const model = parseClusterSpec(spec, { directory: projectRoot, environment: {} });
  return JSON.stringify(new ClusterStack(Testing.app(), 'stack', { model }).toTerraform());
}

/** A place, or what it has in common with the same place of other sections: `node.bios` for `nodes.any.bios`. */
function inSection(place: string): string {
  return SECTIONS.reduce((name, [pattern, section]) => name.replace(pattern, section), place);
}

function silenceOf(place: string) {
  return SILENT[place] ?? SILENT[inSection(place)];
}

/** Values to try at a place; truth values and closed sets need none. */
function sampleOf(place: string): Sample {
  return SAMPLES[place] ?? SAMPLES[inSection(place)] ?? { values: valuesOf(leaves.get(place) ?? []) };
}

function valuesOf(schemas: readonly Schema[]): readonly unknown[] {
  return schemas.flatMap<unknown>(({ type, enum: members = [] }) => (type === 'boolean' ? [true, false] : members));
}

function specWith(place: string, value: unknown, beside: NonNullable<Sample['beside']>): Tree {
  const spec = structuredClone(smallSpec()) as Tree;
  const section =
    /^(?:nodes\.any|nodeDefaults\.\w+|sizes\.any|pools\.any(?:\.overrides\.any)?)\./.exec(place)?.[0] ?? '';
  for (const [needing, settings] of NEEDED) {
    if (needing.test(place)) for (const [other, each] of Object.entries(settings)) put(spec, other, each);
  }
  // the lists and maps that one item is tried in are tried as a whole
  const whole = place.replace(/\.(?:any|0)$/, '');
  parentOf(spec, whole.split('.'));
  for (const [other, each] of Object.entries(beside)) put(spec, other.replace(/^node\./, section), each);
  put(spec, whole, value);
  return spec;
}

function put(spec: Tree, place: string, value: unknown): void {
  const keys = place.split('.');
  const parent = parentOf(spec, keys);
  if (value === undefined) Reflect.deleteProperty(parent, keys.at(-1) ?? '');
  else parent[keys.at(-1) ?? ''] = value;
}

/** The object that holds the last of some keys; what is missing on the way is made, with what it can't be without. */
function parentOf(spec: Tree, keys: readonly string[]): Tree {
  return keys.slice(0, -1).reduce((at, key, index) => {
    const place = keys.slice(0, index + 1).join('.');
    const above = inSection(keys.slice(0, index).join('.'));
    const name = key === 'any' ? (ENTRIES[above] ?? '') : key;
    const missing = keys[index + 1] === '0' ? [] : (WHOLE[place] ?? WHOLE[inSection(place)] ?? {});
    if (typeof at[name] !== 'object') at[name] = structuredClone(missing);
    return at[name] as Tree;
  }, spec);
}
