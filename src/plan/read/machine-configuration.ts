import { isDeepStrictEqual } from 'node:util';
import { isFeatureTakenLive, isTakenLive } from '../../data/configuration-changes';
import { yamlLibrary } from '../../values/yaml-library';
import { type ConfigurationDocuments, fieldOf, type FieldPlace, inMain, MAIN } from './configuration-field';
import type { PlannedResource, Values } from './plan-json';
import { textOf, textsOf } from './attributes';

/** Effect of an apply on the Talos configuration of a machine that has one. */
export interface ConfigurationChange {
  /**
   * `reapplied`: the same is sent again. `live`: a change that Talos takes while it runs. `reboot`: Talos reboots for it.
   * `staged`: it waits for the next reboot. `unknown`: what changes is known only during the apply. `unreadable`: what is
   * sent is known and is no configuration.
   */
  readonly kind: 'none' | 'reapplied' | 'live' | 'reboot' | 'staged' | 'unknown' | 'unreadable';
  /** Changed parts, such as `machine.env` or `HostnameConfig`; never a value. */
  readonly sections: readonly string[];
}

const UNCHANGED: ConfigurationChange = { kind: 'none', sections: [] };

/** Change of the configuration of a machine; a first configuration is no change. */
export function configurationChange(apply: PlannedResource): ConfigurationChange {
  const { action, before, after } = apply;
  if (
    (action !== 'update' && action !== 'replace' && action !== 'supersede') ||
    before === undefined ||
    after === undefined
  )
    return UNCHANGED;
  const texts = comparedTexts(apply);
  if (texts === undefined) return { kind: 'unknown', sections: [] };
  const changed = changedSections(...texts);
  if (changed === undefined) return { kind: 'unreadable', sections: [] };
  const { sections, rebooting } = changed;
  const mode = textOf(after, 'apply_mode') ?? 'auto';
  if (mode === 'reboot') return { kind: 'reboot', sections };
  if (sections.length === 0) return { kind: 'reapplied', sections };
  if (mode === 'staged' || (mode === 'staged_if_needing_reboot' && rebooting)) return { kind: 'staged', sections };
  return { kind: rebooting ? 'reboot' : 'live', sections };
}

/** The configuration that a machine has, and the one that it gets. */
export interface ComparedConfigurations {
  /** Configuration on the machine. */
  readonly before: ConfigurationDocuments;
  /** Configuration sent to it. */
  readonly after: ConfigurationDocuments;
}

/** The configuration of a machine before and after an apply; nothing if it stays, or cannot be read. */
export function comparedConfigurations(apply: PlannedResource): ComparedConfigurations | undefined {
  const texts = apply.before === undefined || apply.after === undefined ? undefined : comparedTexts(apply);
  if (texts === undefined || texts[0] === texts[1]) return undefined;
  const [before, after] = texts.map(documentsOf);
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** The configuration that a resource sends to its machine, as far as it is known. It holds secrets. */
export function configurationText(apply: Values | undefined): string | undefined {
  return textOf(apply, 'machine_configuration') ?? textOf(apply, 'machine_configuration_input');
}

/** The documents of the configuration that a resource sends to its machine; nothing if it is not there, or cannot be read. */
export function configuredDocuments(apply: Values | undefined): ConfigurationDocuments | undefined {
  const text = configurationText(apply);
  return text === undefined ? undefined : documentsOf(text);
}

/** A setting of the configuration that a resource sends to its machine; nothing if it is not there, or cannot be read. */
export function configuredField(apply: Values | undefined, places: readonly FieldPlace[]): unknown {
  const documents = configuredDocuments(apply);
  return documents && fieldOf(documents, places);
}

/** Role of a machine in its cluster according to its configuration; nothing if it is not known. */
export function machineTypeOf(apply: Values | undefined): string | undefined {
  const type = configuredField(apply, [inMain('machine.type')]);
  return typeof type === 'string' ? type : undefined;
}

/** The texts to compare: patched if both are known so, else as they go in with the same patches. */
function comparedTexts({ before, after, unknown }: PlannedResource): readonly [string, string] | undefined {
  const pairs = ['machine_configuration', 'machine_configuration_input'].map(
    (key) => [textOf(before, key), unknown[key] === undefined ? textOf(after, key) : undefined] as const,
  );
  const samePatches = isDeepStrictEqual(textsOf(before, 'config_patches'), textsOf(after, 'config_patches'));
  const [patched, input] = pairs;
  if (isComplete(patched) && patched[0] !== patched[1]) return patched;
  if (samePatches && unknown.config_patches === undefined && isComplete(input)) return input;
  return isComplete(patched) ? patched : undefined;
}

function isComplete(pair: readonly [string?, string?] | undefined): pair is readonly [string, string] {
  return pair?.[0] !== undefined && pair[1] !== undefined;
}

interface ChangedSections {
  readonly sections: readonly string[];
  readonly rebooting: boolean;
}

/** Parts of a configuration for which Talos reboots when they change, such as `machine.udev`; none if it takes all live. */
export function rebootingSections(before: ConfigurationDocuments, after: ConfigurationDocuments): readonly string[] {
  const [old, planned] = [before.get(MAIN), after.get(MAIN)];
  // without the main document Talos does not even compare
  if (old === undefined || planned === undefined) return [MAIN];
  return [...mainSections(old, planned)].filter(({ reboots }) => reboots).map(({ name }) => name);
}

/** Documents by kind and name. */
export function documentsByName(documents: readonly Values[]): ConfigurationDocuments {
  return new Map(documents.map((document) => [nameOf(document), document]));
}

/** Nothing if a text cannot be read. */
function changedSections(before: string, after: string): ChangedSections | undefined {
  if (before === after) return { sections: [], rebooting: false };
  const [old, planned] = [documentsOf(before), documentsOf(after)];
  if (old === undefined || planned === undefined) return undefined;
  const others = differing(Object.fromEntries(old), Object.fromEntries(planned)).filter((name) => name !== MAIN);
  const main = [...mainSections(old.get(MAIN) ?? {}, planned.get(MAIN) ?? {})];
  return {
    sections: [...main.map(({ name }) => name), ...others],
    // documents of their own are taken live
    rebooting: rebootingSections(old, planned).length > 0,
  };
}

interface Section {
  readonly name: string;
  readonly reboots: boolean;
}

function* mainSections(before: Values, after: Values): Generator<Section> {
  for (const key of differing(before, after)) {
    const [old, planned] = [before[key], after[key]];
    if (key === 'machine' && isObject(old) && isObject(planned)) yield* machineSections(old, planned);
    else yield { name: key, reboots: key !== 'cluster' && key !== 'debug' };
  }
}

function* machineSections(before: Values, after: Values): Generator<Section> {
  for (const key of differing(before, after)) {
    const [old, planned] = [before[key], after[key]];
    if (key !== 'features' || !isObject(old) || !isObject(planned)) {
      yield { name: `machine.${key}`, reboots: !isTakenLive(key) };
      continue;
    }
    for (const feature of differing(old, planned)) {
      yield { name: `machine.features.${feature}`, reboots: !isFeatureTakenLive(feature) };
    }
  }
}

function differing(before: Values, after: Values): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .sort();
}

/** Documents by kind and name; nothing if the text is no configuration. What it says is never repeated: it is secret. */
function documentsOf(text: string): ConfigurationDocuments | undefined {
  const documents = yamlLibrary().parseAllDocuments(text);
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  const values = documents.map((document): unknown => document.toJS() as unknown);
  if (!values.every((value) => isObject(value) || value === null)) return undefined;
  return documentsByName(values.filter(isObject));
}

function nameOf(document: Values): string {
  const kind = textOf(document, 'kind');
  if (kind === undefined) return MAIN;
  const name = textOf(document, 'name');
  return name === undefined ? kind : `${kind} ${name}`;
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
