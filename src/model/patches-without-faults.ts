import type { ConfigPatch } from '../machine-config/settings/config-patch';
import type { PatchFault } from '../machine-config/patches/patch-check';
import { isFields } from '../machine-config/fields';
import { readPatch } from '../machine-config/patches/patch-text';
import type { Path } from '../values/path';

/** Patches without the parts that have faults, so that the rest can be judged. */
export class PatchesWithoutFaults {
  /** If a whole document is faulty: what it would have said is not known. */
  public readonly isIncomplete: boolean;
  private readonly originals = new Map<ConfigPatch, ConfigPatch>();
  private readonly remaining = new Map<ConfigPatch, ConfigPatch>();

  /** @param faults the faults of the patches by themselves */
  constructor(faults: readonly PatchFault[]) {
    const faulty = [...new Set(faults.map(({ patch }) => patch))];
    for (const patch of faulty) {
      const paths = faults.filter((each) => each.patch === patch).map(({ fault }) => fault.path);
      const content = withoutParts(patch, paths);
      if (content === undefined) continue;
      const rest = { ...patch, content };
      this.remaining.set(patch, rest);
      this.originals.set(rest, patch);
    }
    this.isIncomplete = this.remaining.size < faulty.length;
  }

  /** The rest of patches, in order. */
  public rest(patches: readonly ConfigPatch[] | undefined): readonly ConfigPatch[] | undefined {
    return patches?.map((patch) => this.remaining.get(patch) ?? patch);
  }

  /** The patch of which something remains. */
  public original(patch: ConfigPatch): ConfigPatch {
    return this.originals.get(patch) ?? patch;
  }
}

function withoutParts(patch: ConfigPatch, paths: readonly Path[]): ConfigPatch['content'] | undefined {
  const { documents, faults } = readPatch(patch);
  if (faults.length > 0 || documents.length === 0) return undefined;
  const rest = documents.map(({ path: [number], content }) => {
    const own = paths
      .filter((path) => number === undefined || path[0] === number)
      .map((path) => keysOf(number === undefined ? path : path.slice(1)));
    return own.some(isOfTheWhole) ? undefined : own.reduce<unknown>(without, content);
  });
  if (rest.includes(undefined)) return undefined;
  return rest.map((document) => JSON.stringify(document)).join('\n---\n');
}

/** A list goes as a whole: the numbers of its other items would be others. */
function keysOf(path: Path): readonly string[] {
  const end = path.findIndex((key) => typeof key === 'number');
  return (end === -1 ? path : path.slice(0, end)).map(String);
}

/** A document without what it is, or what it is called, is another one. */
function isOfTheWhole(keys: readonly string[]): boolean {
  return keys.length === 0 || (keys.length === 1 && ['apiVersion', 'kind', 'name'].includes(keys[0] ?? ''));
}

function without(value: unknown, [key = '', ...others]: readonly string[]): unknown {
  if (!isFields(value)) return value;
  const entries = Object.entries(value).filter(([each]) => each !== key || others.length > 0);
  return Object.fromEntries(entries.map(([each, entry]) => [each, each === key ? without(entry, others) : entry]));
}
