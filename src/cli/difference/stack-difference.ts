import { lateParts } from '../../data/configuration-changes';
import type { JudgeAnswer, MachineJudge } from '../../machine-config/machine-judge';
import { secretTexts } from '../../machine-config/patches/credentials';
import type { ConfigurationDocuments } from '../../plan/read/configuration-field';
import { documentsByName, rebootingSections } from '../../plan/read/machine-configuration';
import { configurationNotMade } from '../../errors/difference';
import { type MachineConfiguration, machineConfigurations } from '../configurations/machine-configurations';
import type { ConfigurationDifference, DocumentDifference, MachineDifference, UnknownMachine } from './difference';
import { documentDifferences } from './document-differences';

/** One side of a comparison. */
export interface DifferenceSide {
  /** Where the stack comes from. */
  readonly source: string;
  /** The JSON of the stack, parsed. */
  readonly stack: object;
}

/** A configuration as a machine has it. */
interface EffectiveConfiguration {
  readonly documents: ConfigurationDocuments;
  readonly contract: string;
  readonly secrets: readonly string[];
}

interface EffectiveSide {
  readonly machines: ReadonlyMap<string, EffectiveConfiguration>;
  readonly unknown: readonly UnknownMachine[];
  readonly contracts: readonly string[];
}

/**
 * Compares the configurations of all machines of two stacks, as Talos' own library makes them of what the stacks say.
 *
 * @param judgeVersion version of that library
 */
export function stackDifference(
  cluster: string,
  [before, after]: readonly [DifferenceSide, DifferenceSide],
  judge: MachineJudge,
  judgeVersion: string,
): ConfigurationDifference {
  const [old, planned] = [before, after].map(({ stack }) => effectiveSide(stack, judge, judgeVersion)) as [
    EffectiveSide,
    EffectiveSide,
  ];
  const unknown = [...old.unknown, ...planned.unknown];
  const isUnknown = (name: string): boolean => unknown.some(({ machine }) => machine === name);
  const names = [...new Set([...old.machines.keys(), ...planned.machines.keys()])].filter((name) => !isUnknown(name));
  const differences = names.map((name) => machineDifference(name, old.machines.get(name), planned.machines.get(name)));
  const isSame = ({ change, documents }: MachineDifference): boolean => change === 'changed' && documents.length === 0;
  return {
    cluster,
    before: { source: before.source, contracts: old.contracts },
    after: { source: after.source, contracts: planned.contracts },
    machines: together(differences.filter((each) => !isSame(each))),
    unchanged: differences.filter(isSame).flatMap(({ machines }) => machines),
    unknown: [...new Map(unknown.map((each) => [each.machine, each])).values()],
  };
}

function effectiveSide(stack: object, judge: MachineJudge, judgeVersion: string): EffectiveSide {
  const read = machineConfigurations(stack, judgeVersion);
  const readable = read.filter((each) => 'request' in each);
  const answers = readable.length === 0 ? [] : judge(readable.map(({ request }) => ({ ...request, documents: true })));
  const made = readable.map((configuration, index) => effective(configuration, answers[index] ?? {}));
  return {
    machines: new Map(made.flatMap((each) => ('documents' in each ? [[each.machine, each]] : []))),
    unknown: [
      ...read.flatMap((each) => ('reason' in each ? [{ machine: each.machine, reason: each.reason }] : [])),
      ...made.flatMap((each) => ('reason' in each ? [each] : [])),
    ],
    contracts: [...new Set(readable.map(({ contract }) => contract.tag))],
  };
}

function effective(
  { machine, contract, patches }: MachineConfiguration,
  { documents }: JudgeAnswer,
): (EffectiveConfiguration & { readonly machine: string }) | UnknownMachine {
  if (documents === undefined) return { machine, reason: configurationNotMade() };
  const texts = patches.map(({ text = '' }) => ({ origin: '', content: text }));
  // a short one is a part of many words
  const secrets = secretTexts(texts).filter((text) => text.length >= SHORTEST_SECRET);
  return { machine, documents: documentsByName(documents), contract: contract.tag, secrets };
}

const SHORTEST_SECRET = 4;

function machineDifference(
  name: string,
  before: EffectiveConfiguration | undefined,
  after: EffectiveConfiguration | undefined,
): MachineDifference {
  if (before === undefined || after === undefined) {
    const change = before === undefined ? 'added' : 'removed';
    return { machines: [name], change, rebootsFor: [], waitsForRestart: [], documents: [] };
  }
  const rebootsFor = rebootingSections(before.documents, after.documents);
  const documents = documentDifferences(before.documents, after.documents, [...before.secrets, ...after.secrets]);
  const waitsForRestart = rebootsFor.length === 0 ? lateChanges(documents) : [];
  return { machines: [name], change: 'changed', rebootsFor, waitsForRestart, documents };
}

/** Changes that a running machine takes and does not act upon yet. */
function lateChanges(documents: readonly DocumentDifference[]): readonly string[] {
  return documents.flatMap(({ document, fields }) =>
    lateParts()
      .filter(({ kind, field }) => {
        if (document.split(' ')[0] !== kind) return false;
        return field === undefined || fields.some((each) => each.field === field || each.field.startsWith(`${field}.`));
      })
      .map(({ field }) => (field === undefined ? document : `${document} ${field}`)),
  );
}

/** Machines with the same difference together, in the order of the first. */
function together(differences: readonly MachineDifference[]): readonly MachineDifference[] {
  const found = new Map<string, MachineDifference>();
  for (const { machines, ...difference } of differences) {
    const key = JSON.stringify(difference);
    found.set(key, { ...difference, machines: [...(found.get(key)?.machines ?? []), ...machines] });
  }
  return [...found.values()];
}
