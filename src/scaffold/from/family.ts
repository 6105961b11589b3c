import { Entry } from './entry';
import type { InputFiles } from './input-files';
import type { InputValue, MapInput } from './input-value';
import { codeOfTheTool } from './left-over-texts';
import type { RecognisedFiles, SourceInput } from './source';

/** Blocks whose content is data rather than code. */
const DATA_BLOCK = /^(?:locals$|provider\.|terraform$|variable\.|module\.)/;

/**
 * Values that an OpenTofu project gives to its variables, by name: those of `*.tfvars`, then what stands in blocks `module`
 * and `locals`, then defaults of variables.
 */
export class Bindings {
  private readonly all = new Map<string, Entry>();

  /** @param recognised files of the project */
  constructor(recognised: RecognisedFiles) {
    const bodies = recognised.roots;
    const blocks = (type: string): readonly Entry[] =>
      bodies.flatMap((body) => body.children().filter(({ key }) => key === type || key.startsWith(`${type}.`)));
    this.addAll(bodies.filter((body) => isVariables(body.value.place.file)).flatMap((body) => body.children()));
    this.addAll([...blocks('module'), ...blocks('locals')].flatMap((block) => block.children()));
    for (const variable of blocks('variable')) this.add(variable.key.split('.')[1] ?? '', variable.find('default'));
    for (const block of [...blocks('provider'), ...blocks('terraform')]) this.all.set(block.key, block);
  }

  /** The value of the first of these names that has one which is written out. */
  public find(...names: readonly string[]): Entry | undefined {
    return names.map((name) => this.all.get(name)).find((entry) => entry !== undefined);
  }

  private addAll(entries: readonly Entry[]): void {
    for (const entry of entries) this.add(entry.key, entry);
  }

  private add(name: string, entry: Entry | undefined): void {
    if (entry === undefined || this.all.has(name)) return;
    // a reference such as var.nodes stands for a value that is found elsewhere
    if (entry.value.kind === 'expression' && /^(?:var|local|module|each)\./.test(entry.value.text)) return;
    this.all.set(name, entry);
  }
}

/** All files of an OpenTofu project; nothing if there is none. */
export function recogniseProject(files: InputFiles): RecognisedFiles {
  const names = files.names(/\.(?:tfvars|tf|tofu|tfvars\.json)$/).filter((name) => !/^(?:example|sample)\b/.test(name));
  const sorted = [...names].sort((a, b) => Number(isVariables(b)) - Number(isVariables(a)));
  const roots = sorted.map((name) => {
    const [json] = name.endsWith('.json') ? files.yaml(name) : [];
    return new Entry(json ?? foldCode(files.hcl(name)), []);
  });
  const bindings = new Bindings({ roots });
  return { roots: roots.map(({ value }) => new Entry(withReferences(value, bindings), [])) };
}

/** References such as `local.gateway` become the values that they stand for, where these are single ones. */
function withReferences(value: InputValue, bindings: Bindings): InputValue {
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => withReferences(item, bindings)) };
  if (value.kind === 'map') {
    const entries = [...value.entries].map(([key, child]) => [key, withReferences(child, bindings)] as const);
    return { ...value, entries: new Map(entries) };
  }
  const [, name] = value.kind === 'expression' ? (/^(?:var|local)\.([\w-]+)$/.exec(value.text) ?? []) : [];
  const found = name === undefined ? undefined : bindings.find(name)?.value;
  return found?.kind === 'scalar' ? found : value;
}

/** Code is told block by block. */
export function leaveCode({ roots }: RecognisedFiles, { draft }: SourceInput): void {
  for (const root of roots) {
    for (const entry of root.children()) {
      if (entry.value.kind === 'expression' && entry.value.text === CODE) draft.leave(entry, codeOfTheTool());
      if (!/^(?:variable|module)\.|^locals/.test(entry.key)) continue;
      for (const child of entry.children()) {
        const isCode = child.value.kind === 'expression' || MODULE_WORDS.includes(child.key);
        if (isCode) draft.leave(child, codeOfTheTool());
      }
    }
  }
}

/** Arguments of a module that say where its code is and how it is called; they hold nothing of the cluster. */
const MODULE_WORDS = ['source', 'version', 'providers', 'depends_on', 'count', 'for_each'];

/** Stands for the content of a block of code. */
const CODE = '{ … }';

function isVariables(file: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(file);
}

/** Blocks that hold no data are one value each: nobody wants to read of every line of them. */
function foldCode(body: MapInput): MapInput {
  if (isVariables(body.place.file)) return body;
  const entries = [...body.entries].map(([key, value]): [string, InputValue] => {
    const isBlock = value.kind === 'map';
    const isData =
      DATA_BLOCK.test(key) &&
      (!key.startsWith('variable.') || hasData(value, 'default')) &&
      (!key.startsWith('module.') || (isBlock && [...value.entries.values()].some(({ kind }) => kind === 'map')));
    return [key, isData || !isBlock ? value : { kind: 'expression', text: CODE, place: value.place }];
  });
  return { ...body, entries: new Map(entries) };
}

function hasData(value: InputValue, key: string): boolean {
  const found = value.kind === 'map' ? value.entries.get(key) : undefined;
  return found !== undefined && found.kind !== 'expression' && !(found.kind === 'scalar' && found.value === null);
}
