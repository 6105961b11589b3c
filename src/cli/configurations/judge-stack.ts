import {
  configurationsNotJudged,
  sameElsewhere,
  unlessPatchChangesIt,
  valuesNotJudged,
} from '../../errors/judge-stack';
import { refusedByTalos, warnedOfByTalos } from '../../machine-config/faults';
import { splitDeletions } from '../../machine-config/patches/deletions';
import { discreetSentence } from '../../machine-config/patches/discreet-sentence';
import type { JudgeAnswer, JudgedFault, MachineJudge } from '../../machine-config/machine-judge';
import { PatchSchema } from '../../machine-config/patches/patch-schema';
import { isFields } from '../../machine-config/fields';
import { type PatchDocument, readPatch } from '../../machine-config/patches/patch-text';
import { formatPath } from '../../values/path';
import type { TalosContract } from '../../values/talos-contract';
import {
  type MachineConfiguration,
  machineConfigurations,
  type OpaqueConfiguration,
  type StackPatch,
} from './machine-configurations';

/** A synthesized stack to judge. */
export interface SynthesizedStack {
  /** Its file for messages, such as `cdktf.out/stacks/home/cdk.tf.json`. */
  readonly shown: string;
  /** The JSON of the stack, parsed. */
  readonly stack: object;
}

/** Faults and warnings of Talos in the machine configurations of stacks. */
export interface JudgedStacks {
  /** Everything that a machine or the Talos provider would refuse, a line each. */
  readonly faults: readonly string[];
  /** Warnings of Talos, and everything that was not judged, a line each. */
  readonly warnings: readonly string[];
}

/** Something that is said against one machine. */
interface Finding {
  /** Identity: equal for the same finding on another machine. */
  readonly key: string;
  readonly machine: string;
  /** The line for the machines that have it. */
  readonly line: (machines: readonly string[]) => string;
  readonly isFault: boolean;
}

/**
 * Has Talos' library and the schema of the contract judge every machine configuration of stacks, all in one question, in
 * which each configuration is once. Nothing is said of values that OpenTofu alone knows, but that they were not judged.
 *
 * @param judgeVersion version of Talos' library that judges, such as `v1.13.9`
 */
export function judgeStacks(
  stacks: readonly SynthesizedStack[],
  judge: MachineJudge,
  judgeVersion: string,
): JudgedStacks {
  const read = stacks.map(({ shown, stack }) => ({ shown, found: machineConfigurations(stack, judgeVersion) }));
  const all = read.flatMap(({ found }) => found.filter(isReadable));
  const requests = new Map(all.map(({ request }) => [JSON.stringify(request), request]));
  const given = judge([...requests.values()]);
  const answers = new Map([...requests.keys()].map((key, index) => [key, given[index] ?? {}]));
  const answerTo = ({ request }: MachineConfiguration): JudgeAnswer => answers.get(JSON.stringify(request)) ?? {};
  const schemas = new SchemaFaults();
  const findings = read.flatMap(({ shown, found }) =>
    found.filter(isReadable).flatMap((each) => findingsOf(shown, each, answerTo(each), schemas)),
  );
  return {
    faults: linesOf(findings.filter(({ isFault }) => isFault)),
    warnings: [
      ...linesOf(findings.filter(({ isFault }) => !isFault)),
      ...read.flatMap(({ shown, found }) => notJudged(shown, found, answerTo)),
    ],
  };
}

function isReadable(found: MachineConfiguration | OpaqueConfiguration): found is MachineConfiguration {
  return 'request' in found;
}

function findingsOf(
  shown: string,
  configuration: MachineConfiguration,
  { faults = [], warnings = [] }: JudgeAnswer,
  schemas: SchemaFaults,
): readonly Finding[] {
  const { machine, patches, isPartial } = configuration;
  const secrets = patches.map(({ text = '' }) => ({ origin: '', content: text }));
  const ofSchema = patches.flatMap((patch, index) =>
    schemas.of(patch, configuration.contract).map(({ path, message }) => ({ index, path, message })),
  );
  const known = new Set(ofSchema.map(({ index }) => index));
  return [
    ...ofSchema.map(({ index, path, message }) => {
      const sentence = discreetSentence(message, secrets);
      return {
        key: JSON.stringify([sentence, path, patches[index]?.text]),
        machine,
        isFault: true,
        line: ([first = '', ...others]: readonly string[]) =>
          `${placeOf(shown, patches[index], path)}: ${sentence} (${first})${sameElsewhere(others)}`,
      };
    }),
    ...faults
      .filter((fault) => isJudged(configuration, fault))
      // what the schema says of a patch that cannot be read is the same, with what to write instead
      .filter(({ step, place }) => step === 'validate' || place === undefined || !known.has(place.patch))
      .map((fault) => {
        const { step, place } = fault;
        const message = discreetSentence(fault.message, secrets);
        const patch = place && patches[place.patch];
        const path = place && pathIn(patch, place);
        const doubt = isPartial ? unlessPatchChangesIt() : '';
        return {
          key: JSON.stringify([message, path, patch?.text]),
          machine,
          // a whole patch that is not known may be what makes it right
          isFault: !isPartial,
          line: (machines: readonly string[]) =>
            step === 'validate'
              ? `${placeOf(shown, patch, path)}: ${refusedByTalos(machines, message)}${doubt}`
              : `${placeOf(shown, patch, path)}: ${refusedByTalos([], message)}${doubt} (${machines.join(', ')})`,
        };
      }),
    ...warnings.map((warning) => {
      const message = discreetSentence(warning, secrets);
      return {
        key: `warning ${message}`,
        machine,
        isFault: false,
        line: (machines: readonly string[]) => `${shown}: ${warnedOfByTalos(machines.join(', '), message)}`,
      };
    }),
  ];
}

/** A fault that a sample may have caused is none. */
function isJudged({ patches }: MachineConfiguration, { step, place }: JudgedFault): boolean {
  if (place === undefined)
    return patches.every(({ documents = [] }) => documents.every(({ filled }) => filled.length === 0));
  const { documents = [] } = patches[place.patch] ?? {};
  if (step !== 'validate') return documents.every(({ filled }) => filled.length === 0);
  const filled = documents[place.document]?.filled ?? [];
  return !filled.some(({ path }) =>
    path.every((key, index) => index >= place.path.length || place.path[index] === key),
  );
}

/** The number of the document stands first where the patch has several. */
function pathIn({ text = '' }: Partial<StackPatch> = {}, { document, path }: Required<JudgedFault>['place']) {
  const isOneOfSeveral = readPatch({ origin: '', content: text }).documents.some((each) => each.path.length > 0);
  return isOneOfSeveral ? [document, ...path] : path;
}

function placeOf(shown: string, patch: StackPatch | undefined, path: readonly (string | number)[] = []): string {
  if (patch === undefined) return shown;
  return `${shown}: ${patch.place}${path.length === 0 || typeof path[0] === 'number' ? '' : '.'}${formatPath(path)}`;
}

/** Each thing once, with the machines that it is said of. */
function linesOf(findings: readonly Finding[]): readonly string[] {
  const together = new Map<string, { readonly line: Finding['line']; readonly machines: Set<string> }>();
  for (const { key, machine, line } of findings) {
    const known = together.get(key) ?? { line, machines: new Set<string>() };
    known.machines.add(machine);
    together.set(key, known);
  }
  return [...together.values()].map(({ line, machines }) => line([...machines]));
}

/** A line for each reason, and one for all values that OpenTofu alone knows. */
function notJudged(
  shown: string,
  found: readonly (MachineConfiguration | OpaqueConfiguration)[],
  answerTo: (configuration: MachineConfiguration) => JudgeAnswer,
): readonly string[] {
  const byReason = new Map<string, string[]>();
  const byPlace = new Map<string, string[]>();
  for (const each of found) {
    if (!isReadable(each)) add(byReason, each.reason, each.machine);
    else
      for (const place of [...each.unknown, ...unreadPatches(each, answerTo(each))]) add(byPlace, place, each.machine);
  }
  const places = [...byPlace].map(([place, machines]) =>
    place.includes('config_patches[') ? place : `${place} of ${[...new Set(machines)].join(', ')}`,
  );
  return [
    ...[...byReason].map(([reason, machines]) => configurationsNotJudged(shown, reason, machines)),
    ...(places.length === 0 ? [] : [valuesNotJudged(shown, places)]),
  ];
}

/** Patches that samples make unreadable: they, and what else the machine would say, are not judged. */
function unreadPatches(configuration: MachineConfiguration, { faults = [] }: JudgeAnswer): readonly string[] {
  return faults
    .filter((fault) => fault.step !== 'validate' && !isJudged(configuration, fault))
    .flatMap(({ place }) => (place && configuration.patches[place.patch]?.place) ?? []);
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

/** Faults that the schema of a contract finds in patches, each of which is checked once. */
class SchemaFaults {
  private readonly schemas = new Map<string, PatchSchema>();
  private readonly known = new Map<string, ReturnType<PatchSchema['check']>>();

  public of({ text = '', documents }: StackPatch, contract: TalosContract): ReturnType<PatchSchema['check']> {
    const key = `${contract.tag} ${text}`;
    const known = this.known.get(key) ?? this.check(text, documents, contract);
    this.known.set(key, known);
    return known;
  }

  private check(text: string, documents: StackPatch['documents'], contract: TalosContract) {
    const schema = this.schemas.get(contract.tag) ?? new PatchSchema(contract);
    this.schemas.set(contract.tag, schema);
    return writtenDocuments(text, documents).flatMap((document) =>
      schema
        .check(splitDeletions(document).rest)
        .map((fault) => ({ ...fault, path: [...document.path, ...fault.path] })),
    );
  }
}

/** The documents of a patch; JSON is read without the library for YAML. A patch that cannot be read has none. */
function writtenDocuments(text: string, documents: StackPatch['documents']): readonly PatchDocument[] {
  if (documents === undefined && text.startsWith('{')) {
    try {
      const content = JSON.parse(text) as unknown;
      return isFields(content) ? [{ path: [], content, dates: [] }] : [];
    } catch {
      // YAML in braces
    }
  }
  return readPatch({ origin: '', content: text }).documents;
}
