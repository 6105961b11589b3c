import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { type Doubles, PLAYED_BY } from './doubles';
import { changed, type Section, type TextMapping } from './mapped-texts';
import { isPlace, MACHINE } from './network-places';

/** Mappings of texts and URLs that patches of machine configurations go through, and the doubles that they may need. */
export interface PatchMappingOptions {
  /** That paths of files are relative to. */
  readonly directory: string;
  readonly texts: TextMapping;
  readonly doubles: Doubles;
  /** @returns where the machines fetch the manifest of a URL */
  readonly mapManifest: (url: string, place: string) => string;
  /** @returns the URL of the Kubernetes API on loopback */
  readonly mapEndpoint: (url: string) => string;
}

type Keys = readonly (string | number)[];

/** Patches of machine configurations with the addresses of a homelab. */
export class PatchMapping {
  private readonly options: PatchMappingOptions;

  constructor(options: PatchMappingOptions) {
    this.options = options;
  }

  /** @param place of the list, such as `nodes.work-00.patches` */
  map(patches: readonly unknown[], place: string): unknown[] {
    return patches.flatMap((patch, index) =>
      typeof patch === 'string' ? this.mapFile(patch) : [this.mapDocument(patch as Section, `${place}[${index}]`)],
    );
  }

  /** A file in which nothing is to be mapped stays a file; else its documents stand in its place. */
  private mapFile(file: string): unknown[] {
    const documents = parseAllDocuments(readFileSync(resolve(this.options.directory, file), 'utf8'), { merge: true })
      .map((document) => document.toJS() as unknown)
      .filter((document) => document !== null);
    // a list of operations names places in texts, and stays what it is
    if (!documents.every(isSection)) return [file];
    const mapped = documents.map((document) => this.mapDocument(document, file, true));
    return isDeepStrictEqual(mapped, documents) ? [file] : mapped;
  }

  /** @param isFile if what nobody calls stays as it is, so that the file can stay one */
  private mapDocument(document: Section, place: string, isFile = false): Section {
    const { doubles, mapManifest, mapEndpoint } = this.options;
    if (document.kind === 'ExtensionServiceConfig') {
      doubles.add(place, `ExtensionServiceConfig ${String(document.name)}`, PLAYED_BY.extensionService);
    }
    const manifests = (urls: readonly string[]) => urls.map((url) => mapManifest(url, place));
    const fetched = changed(document, {
      cluster: (cluster) =>
        changed(cluster, {
          extraManifests: manifests,
          externalCloudProvider: (provider) => changed(provider, { manifests }),
          controlPlane: (controlPlane) => changed(controlPlane, { endpoint: mapEndpoint }),
        }),
    });
    return mapValue(fetched, [], (text, keys) => this.mapText(text, keys, { place, isFile })) as Section;
  }

  private mapText(text: string, keys: Keys, { place, isFile }: { place: string; isFile: boolean }): string {
    const { texts, doubles } = this.options;
    const mapped = texts.mapText(text);
    const names = keys.filter((key) => typeof key === 'string');
    if (MACHINE.texts.some(([pattern]) => isPlace(pattern, names))) return isFile ? text : mapped;
    return texts.mapElsewhere(mapped, (part) => doubles.add(`${place}${keysText(keys)}`, part, PLAYED_BY.nobody));
  }
}

/** A value of any depth with other texts, each of which is known by its keys. */
function mapValue(value: unknown, keys: Keys, map: (text: string, keys: Keys) => string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => mapValue(item, [...keys, index], map));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => [key, mapValue(entry, [...keys, key], map)] as const);
    return Object.fromEntries(entries);
  }
  return typeof value === 'string' ? map(value, keys) : value;
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keysText(keys: Keys): string {
  return keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
}
