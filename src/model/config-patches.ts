import { credentialWrittenOut, variableWrittenOut } from '../machine-config/faults';
import type { ConfigPatch } from '../machine-config/settings/config-patch';
import { type Credential, credentials, secretVariables, textsIn } from '../machine-config/patches/credentials';
import { checkPatchTexts, type PatchFault } from '../machine-config/patches/patch-check';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import { type LocatedFault, locateFault } from '../cluster-file/cluster-spec-error';
import type { PatchChoice } from '../cluster-file/patch-settings';
import type { Draft } from '../values/draft';
import type { SpecSource } from '../cluster-file/spec-source';
import { yamlFileSlips } from '../cluster-file/yaml-slips';
import { yamlFileSource } from '../cluster-file/yaml-source';
import type { TalosContract } from '../values/talos-contract';
import { formatPath, type Path } from '../values/path';
import { isSecretText, replaceReferences, secretMark } from '../values/secret-reference';
import { inlineYaml } from './inline-yaml';
import type { ProjectFiles } from './project-files';
import { type FoundSecret, isSecretOfTheStack, referencesInFile } from './found-secrets';
import { markedText, referencesOf } from '../cluster-file/secret-texts';
import type { WrittenNode } from './written-nodes';

/** The patches of a spec, with the texts of those that are files. A file is one patch, wherever it is named. */
export class ConfigPatches {
  /** Faults that keep the YAML of patch files from being read, each with its place there. */
  public readonly slips: LocatedFault[] = [];
  /** References to secrets, each with the fault of one that is not there. */
  public readonly secretReferences: FoundSecret[] = [];
  /** If a patch is a file that cannot be read. */
  public isIncomplete = false;
  private readonly byList = new Map<string, readonly ConfigPatch[]>();
  private readonly byFile = new Map<string, ConfigPatch>();
  private readonly places = new Map<ConfigPatch, Path>();

  constructor(
    { patches, nodeDefaults = {}, pools = {}, nodes = {} }: Draft<ClusterSpec>,
    private readonly files: ProjectFiles,
    private readonly source: SpecSource | undefined,
  ) {
    this.read(patches, ['patches']);
    for (const [type, defaults] of Object.entries(nodeDefaults)) {
      this.read(defaults.patches, ['nodeDefaults', type, 'patches']);
    }
    for (const [name, pool] of Object.entries(pools)) {
      this.read(pool?.patches, ['pools', name, 'patches']);
      for (const [member, settings] of Object.entries(pool?.overrides ?? {})) {
        this.read(settings?.patches, ['pools', name, 'overrides', member, 'patches']);
      }
    }
    for (const [name, node] of Object.entries(nodes)) this.read(node?.patches, ['nodes', name, 'patches']);
  }

  /** The patches of one list of the spec, in order; nothing if there is no such list. */
  public at(...path: Path): readonly ConfigPatch[] | undefined {
    return this.byList.get(formatPath(path));
  }

  /** The patches of one machine, in the order in which they are applied. */
  public of(machine: Pick<WrittenNode, 'machineType' | 'patchPlaces'>): readonly ConfigPatch[] {
    const places: readonly Path[] = [['patches'], ['nodeDefaults', machine.machineType ?? '', 'patches']];
    return [...places.flatMap((place) => this.at(...place) ?? []), ...(this.ownOf(machine) ?? [])];
  }

  /** The patches of one machine alone, with those of its pool before its own; nothing if it has no list of them. */
  public ownOf({ patchPlaces }: Pick<WrittenNode, 'patchPlaces'>): readonly ConfigPatch[] | undefined {
    const lists = patchPlaces.flatMap((place) => {
      const list = this.at(...place);
      return list === undefined ? [] : [list];
    });
    return lists.length === 0 ? undefined : lists.flat();
  }

  /** True if a patch contains a word, such as an argument that only patches set, wherever it is. */
  public mention(word: string): boolean {
    return [...this.places.keys()].some(({ content }) =>
      (typeof content === 'string' ? content : JSON.stringify(content)).includes(word),
    );
  }

  /** Faults of each patch by itself. */
  public faults(contract: TalosContract | undefined): readonly PatchFault[] {
    return contract === undefined ? [] : checkPatchTexts(contract, [...this.places.keys()], isSecretText);
  }

  /** Secrets that are written out in the patches. */
  public clearTextSecrets(): readonly PatchFault[] {
    const patches = [...this.places.keys()];
    const written = ({ value }: Credential): boolean => !textsIn(value).some(isSecretText);
    return [
      ...credentials(patches)
        .filter(written)
        .map(({ patch, path }) => ({ patch, fault: { path, message: credentialWrittenOut() } })),
      ...secretVariables(patches)
        .filter(written)
        .map(({ patch, path }) => ({
          patch,
          // no part of a text is a reference
          fault: { path, message: typeof path.at(-1) === 'number' ? variableWrittenOut() : credentialWrittenOut() },
        })),
    ];
  }

  /** Gives a fault its place: in the file of the patch, or in the spec. */
  public locate({ patch, fault }: PatchFault): LocatedFault {
    const { content, origin } = patch;
    const isFile = this.byFile.get(origin) === patch;
    if (isFile && typeof content === 'string') return locateFault(fault, yamlFileSource(content, origin));
    return locateFault({ ...fault, path: [...(this.places.get(patch) ?? []), ...fault.path] }, this.source);
  }

  private read(choices: readonly (Draft<PatchChoice> | undefined)[] | undefined, path: Path): void {
    if (choices === undefined) return;
    const patches = choices.flatMap((choice, index) =>
      choice === undefined ? [] : (this.readOne(choice, [...path, index]) ?? []),
    );
    this.byList.set(formatPath(path), patches);
  }

  private readOne(choice: Draft<PatchChoice>, path: Path): ConfigPatch | undefined {
    const patch = typeof choice === 'string' ? this.readFile(choice, path) : this.inlinePatch(choice, path);
    if (patch === undefined) this.isIncomplete = true;
    else if (!this.places.has(patch)) this.places.set(patch, path);
    return patch;
  }

  private readFile(file: string, path: Path): ConfigPatch | undefined {
    const content = this.files.read(file, path);
    if (content === undefined) return undefined;
    const known = this.byFile.get(file);
    if (known !== undefined) return known;
    const slips = yamlFileSlips(content, file);
    this.slips.push(...slips);
    if (slips.length > 0) return undefined;
    const { text, references } = markedText(content);
    const patch = { origin: file, content: text };
    this.secretReferences.push(...referencesInFile(references, content, file));
    this.byFile.set(file, patch);
    return patch;
  }

  private inlinePatch(content: Readonly<Record<string, unknown>>, path: Path): ConfigPatch {
    const references = referencesOf(content).filter((each) => !isSecretOfTheStack(each.path));
    this.secretReferences.push(
      ...references.map(({ name, path: place }) => ({
        name,
        locate: (message: string) => locateFault({ path: [...path, ...place], message }, this.source),
      })),
    );
    const marked = references.length === 0 ? content : replaceReferences(content, secretMark);
    const text = inlineYaml(marked, (place, value) => this.source?.plainText?.([...path, ...place], value));
    return { origin: formatPath(path), content: text ?? structuredClone(marked) };
  }
}
