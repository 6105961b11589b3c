import { writableContracts } from '../../data/support';
import {
  contractNewerThanJudge,
  contractNotKnown,
  contractNotSet,
  machineTypeNotKnown,
  patchesNotKnown,
} from '../../errors/judge-stack';
import type { JudgeRequest } from '../../machine-config/machine-judge';
import { PatchSchema } from '../../machine-config/patches/patch-schema';
import { NO_INSTALL_DISK } from '../../machine-config/documents/unattended-install';
import { fieldAt, type Fields, isFields } from '../../machine-config/fields';
import { readPatch } from '../../machine-config/patches/patch-text';
import { DATA_SOURCE_TYPES, RESOURCE_TYPES } from '../../resource-types';
import { MachineType } from '../../values/machine-type';
import { TalosContract } from '../../values/talos-contract';
import { type FilledDocument, fillUnknown } from './fill-unknown';
import {
  EncodedData,
  jsonencodedValue,
  listElements,
  templateValue,
  UnknownText,
  UnknownValue,
} from '../tofu/expression';

/** A config patch as a stack has it. */
export interface StackPatch {
  /** Where it stands: `data.talos_machine_configuration.NAME.config_patches[0]`. */
  readonly place: string;
  /** The text to judge, with samples for values that are known only later; nothing if nothing of it is known. */
  readonly text?: string;
  /** Its documents, as far as it was taken apart, with the places of samples. */
  readonly documents?: readonly FilledDocument[];
}

/** A machine configuration that a stack has the Talos provider make. */
export interface MachineConfiguration {
  /** The machine: its hostname, else the address of the data source. */
  readonly machine: string;
  /** Contract that it is written for. */
  readonly contract: TalosContract;
  /** The request to the judge. */
  readonly request: JudgeRequest;
  /** Patches in the order of the request, but for those of which nothing is known. */
  readonly patches: readonly StackPatch[];
  /** Places of which it is known only later what they hold, by keys and numbers. */
  readonly unknown: readonly string[];
  /** If a whole patch is known only later, and may change what the others say. */
  readonly isPartial: boolean;
}

/** A machine configuration of which nothing can be judged. */
export interface OpaqueConfiguration {
  /** The machine, as above. */
  readonly machine: string;
  /** Why not. */
  readonly reason: string;
}

/** A synthesized stack, as far as it is read here. */
interface ConfiguredStack {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, unknown>>;
}

const { machineConfigurationApply: APPLY } = RESOURCE_TYPES;
const { machineConfiguration: CONFIGURATION } = DATA_SOURCE_TYPES;

/**
 * The machine configurations of a synthesized stack, with the patches that are added when they are applied.
 *
 * @param stack the JSON of the stack, parsed
 * @param judgeVersion version of Talos' library that judges: newer contracts are not for it
 */
export function machineConfigurations(
  stack: ConfiguredStack,
  judgeVersion: string,
): readonly (MachineConfiguration | OpaqueConfiguration)[] {
  const reader = new ConfigurationReader(judgeVersion);
  const applied = entriesOf(stack.resource?.[APPLY]);
  return entriesOf(stack.data?.[CONFIGURATION]).flatMap(([name, block]) => {
    const address = `data.${CONFIGURATION}.${name}`;
    const own = [{ place: `${address}.config_patches`, written: block.config_patches }];
    const added = applied
      .filter(([, apply]) => String(apply.machine_configuration_input).includes(`\${${address}.machine_configuration}`))
      .filter(([, apply]) => apply.config_patches !== undefined)
      .map(([applyName, apply]) => ({
        place: `${APPLY}.${applyName}.config_patches`,
        written: apply.config_patches,
      }));
    // one that several machines are given is another configuration with the patches of each
    const lists = added.length === 0 ? [own] : added.map((each) => [...own, each]);
    return lists.map((each) => reader.read(address, block, each));
  });
}

/** A list of patches as it is written. */
interface WrittenPatches {
  readonly place: string;
  readonly written: unknown;
}

class ConfigurationReader {
  private readonly schemas = new Map<string, PatchSchema>();

  constructor(private readonly judgeVersion: string) {}

  public read(
    address: string,
    block: Fields,
    lists: readonly WrittenPatches[],
  ): MachineConfiguration | OpaqueConfiguration {
    const contract = this.contractOf(block.talos_version);
    if (typeof contract === 'string') return { machine: address, reason: contract };
    const machineType = textOf(block.machine_type);
    if (machineType !== MachineType.CONTROL_PLANE && machineType !== MachineType.WORKER) {
      return { machine: address, reason: machineTypeNotKnown() };
    }
    const values = lists.flatMap(({ place, written }) =>
      patchValues(written).map((value, index) => ({ place, value, index })),
    );
    if (values.some(({ value }) => value === undefined)) return { machine: address, reason: patchesNotKnown() };

    const schema = this.schemaOf(contract);
    const all = values.map(({ place, value, index }) => readStackPatch(`${place}[${index}]`, value, schema));
    const patches = all.filter(({ text }) => text !== undefined);
    const configPatches = patches.map(({ text = '' }) => text);
    return {
      machine: hostnameOf(configPatches) ?? address,
      contract,
      patches,
      request: {
        name: 'machine',
        clusterName: textOf(block.cluster_name) ?? 'placeholder',
        clusterEndpoint: textOf(block.cluster_endpoint) ?? 'https://10.0.0.10:6443',
        contract: contract.tag,
        // none is the one of the library
        kubernetesVersion: textOf(block.kubernetes_version) ?? '',
        machineType,
        configPatches,
        mode: configPatches.some(namesInstallDisk) ? 'metal' : 'cloud',
        placesIn: configPatches.map((_, index) => index).reverse(),
      },
      unknown: [...unknownArguments(block), ...all.flatMap(unknownPlaces)],
      isPartial: patches.length < all.length,
    };
  }

  /** The contract, or why it cannot be judged. */
  private contractOf(written: unknown): TalosContract | string {
    if (written === undefined) return contractNotSet();
    // a whole version is taken as well
    const tag = /^v?\d+\.\d+/.exec(textOf(written) ?? '')?.[0];
    if (tag === undefined || !TalosContract.isValid(tag)) return contractNotKnown();
    const contract = TalosContract.of(tag);
    const newest = /^v?\d+\.\d+/.exec(this.judgeVersion)?.[0] ?? '';
    if (!TalosContract.isValid(newest) || contract.compare(TalosContract.of(newest)) > 0) {
      return contractNewerThanJudge(contract.tag, this.judgeVersion);
    }
    return writableContracts().some((each) => each.compare(contract) === 0) ? contract : contractNotKnown();
  }

  private schemaOf(contract: TalosContract): PatchSchema {
    const known = this.schemas.get(contract.tag) ?? new PatchSchema(contract);
    this.schemas.set(contract.tag, known);
    return known;
  }
}

/** The patches of a list; nothing in place of the whole if it is known only later. */
function patchValues(written: unknown): readonly unknown[] {
  if (written === undefined || written === null) return [];
  if (Array.isArray(written))
    return written.map((each: unknown) => (typeof each === 'string' ? templateValue(each) : each));
  const list = typeof written === 'string' ? templateValue(written) : undefined;
  const elements = list instanceof UnknownValue ? listElements(list) : undefined;
  return elements ?? [undefined];
}

function readStackPatch(place: string, value: unknown, schema: PatchSchema): StackPatch {
  if (typeof value === 'string') return { place, text: value };
  const documents = documentsOf(value)?.map((document) => fillUnknown(document, schema));
  if (documents === undefined) return { place };
  return { place, documents, text: documents.map(({ document }) => JSON.stringify(document)).join('\n---\n') };
}

/** The documents of a patch with unknown values; nothing if the documents cannot be distinguished. */
function documentsOf(value: unknown): readonly unknown[] | undefined {
  if (value instanceof EncodedData) return [value.data];
  if (!(value instanceof UnknownText)) return undefined;
  const { parts } = value;
  const mark = (index: number): string => `tofuValue${index}End`;
  const text = parts.map((part, index) => (typeof part === 'string' ? part : mark(index))).join('');
  const { documents, faults } = readPatch({ origin: '', content: text });
  if (faults.length > 0) return undefined;
  const marks = new Map(
    parts.flatMap((part, index) =>
      typeof part === 'string' ? [] : [[mark(index), valueOf(part, parts[index - 1])] as const],
    ),
  );
  return documents.map(({ content }) => unmarked(content, marks));
}

/**
 * The value that an expression gives a document. `jsonencode` outside of quotes, as this library writes it, gives the
 * value that it encodes.
 */
function valueOf(part: UnknownValue, before: string | UnknownValue | undefined): unknown {
  const isQuoted = typeof before === 'string' && before.endsWith('"');
  return isQuoted ? part : (jsonencodedValue(part) ?? part);
}

/** The value with unknown values where the marks are. */
function unmarked(value: unknown, marks: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') {
    if (marks.has(value)) return marks.get(value);
    const parts = value.split(/(tofuValue\d+End)/).filter((part) => part !== '');
    if (parts.length < 2) return value;
    return new UnknownText(parts.map((part) => (marks.get(part) as string | UnknownValue | undefined) ?? part));
  }
  if (Array.isArray(value)) return value.map((item) => unmarked(item, marks));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, unmarked(entry, marks)]));
}

/** Places of samples, as `machine.token`; a whole patch by its own place. */
function unknownPlaces({ place, text, documents = [] }: StackPatch): readonly string[] {
  if (text === undefined) return [place];
  return documents.flatMap(({ document, filled }) => {
    const kind = isFields(document) && typeof document.kind === 'string' ? [document.kind] : [];
    return filled.map(({ path }) => [...kind, ...path].join('.'));
  });
}

function unknownArguments(block: Fields): readonly string[] {
  return ['cluster_name', 'cluster_endpoint', 'kubernetes_version'].filter(
    (name) => typeof block[name] === 'string' && textOf(block[name]) === undefined,
  );
}

/** A literal text. */
function textOf(written: unknown): string | undefined {
  const value = typeof written === 'string' ? templateValue(written) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Talos is installed on a machine whose configuration names a disk; all others boot an installed one. */
function namesInstallDisk(text: string): boolean {
  return quickDocuments(text, /install|Install/).some(({ kind, machine, provisioning }) => {
    if (kind === 'UnattendedInstallConfig') return fieldAt(provisioning, ['diskSelector', 'match']) !== NO_INSTALL_DISK;
    const install = isFields(machine) ? machine.install : undefined;
    return isFields(install) && (install.disk !== undefined || install.diskSelector !== undefined);
  });
}

function hostnameOf(texts: readonly string[]): string | undefined {
  const names = texts.flatMap((text) =>
    quickDocuments(text, /hostname/).flatMap(({ kind, hostname, machine }) => {
      const network = isFields(machine) ? machine.network : undefined;
      return kind === 'HostnameConfig' ? hostname : isFields(network) ? network.hostname : undefined;
    }),
  );
  return names.filter((name): name is string => typeof name === 'string').at(-1);
}

/** The documents of a patch that has a word; JSON, as this library writes it, is read without the library for YAML. */
function quickDocuments(text: string, word: RegExp): readonly Fields[] {
  if (!word.test(text)) return [];
  try {
    const value = JSON.parse(text) as unknown;
    return isFields(value) ? [value] : [];
  } catch {
    return readPatch({ origin: '', content: text }).documents.map(({ content }) => content);
  }
}

function entriesOf(blocks: unknown): readonly (readonly [string, Fields])[] {
  return isFields(blocks)
    ? Object.entries(blocks).filter((entry): entry is [string, Fields] => isFields(entry[1]))
    : [];
}
