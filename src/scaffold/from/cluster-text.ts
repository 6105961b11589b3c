import { Document, isCollection, isMap, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { valueAt } from '../../values/path';
import { VERSION_HINTS, versionHint } from '../version-hints';

/** Order of the parts of a cluster file. */
const ORDER = [
  'name',
  'talos',
  'kubernetes',
  'network',
  'secrets',
  'machine',
  'patches',
  'proxmox',
  'nodeDefaults',
  'nodes',
  'lifecycle',
  'gitops',
  'state',
  'outputs',
];

/** Longest collection that stands on one line. */
const LINE = 110;

/**
 * The text of a cluster file, with hints for Renovate.
 *
 * @param data the cluster file as data
 * @param head comment before it
 */
export function clusterText(data: unknown, head: string): string {
  const parts = data as Readonly<Record<string, unknown>>;
  const sorted = Object.fromEntries(Object.entries(parts).sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)));
  const document = new Document(sorted, { aliasDuplicateObjects: false });
  const { contents } = document;
  if (isMap(contents)) {
    contents.items.forEach(({ key }, index) => {
      if (index > 0) (key as Scalar).spaceBefore = true;
    });
  }
  shorten(contents, 0);
  for (const { path, repository } of VERSION_HINTS) {
    if (typeof valueAt(data, path) !== 'string') continue;
    const parent = document.getIn(path.slice(0, -1)) as YAMLMap;
    const pair = parent.items.find((item) => String((item as Pair<Scalar>).key.value) === path.at(-1));
    const key = pair?.key as Scalar | undefined;
    if (key !== undefined) key.commentBefore = ` ${versionHint(repository).slice(2)}`;
  }
  return `${head}\n${document.toString({ lineWidth: 0 })}`;
}

/** Puts short collections on one line; those at the top stay as they are, and so does whatever has a version. */
function shorten(node: unknown, depth: number): void {
  if (!isCollection(node)) return;
  const data = JSON.stringify(node.toJSON());
  if (depth > 1 && data.length < LINE && !data.includes('\\n') && !/"(?:cliV|v)ersion":/.test(data)) {
    node.flow = true;
    return;
  }
  const children = isMap(node) ? node.items.map(({ value }) => value) : node.items;
  for (const child of children) shorten(child, depth + 1);
}
