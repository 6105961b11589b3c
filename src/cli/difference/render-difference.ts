import {
  comparedSides,
  noDifference,
  rebootsFor,
  sameConfigurations,
  takenLive,
  waitsForRestart,
} from '../../errors/difference';
import { MAIN } from '../../plan/read/configuration-field';
import { paint } from '../paint';
import type {
  Change,
  ConfigurationDifference,
  DocumentDifference,
  FieldDifference,
  MachineDifference,
} from './difference';

/** Characters of a value on a line; the rest of it is in the JSON. */
const WIDEST_VALUE = 100;

const SIGNS: Readonly<Record<Change, string>> = { added: '+', removed: '-', changed: '~' };

/** The difference for a person, line by line. */
export function differenceLines(difference: ConfigurationDifference): readonly string[] {
  const { cluster, before, after, machines, unchanged, unknown } = difference;
  if (machines.length === 0 && unknown.length === 0) return [noDifference(cluster)];
  const [from, to] = [before, after].map(({ contracts }) => contracts.join(', ')) as [string, string];
  const sides = from === to ? [before.source, after.source] : [`contract ${from}`, `contract ${to}`];
  return [
    comparedSides(cluster, sides[0] ?? '', sides[1] ?? ''),
    ...machines.flatMap((machine) => ['', ...machineLines(machine)]),
    ...unknown.flatMap(({ machine, reason }) => ['', `${machine}: ${reason}`]),
    ...(unchanged.length === 0 ? [] : ['', sameConfigurations(unchanged)]),
  ];
}

function machineLines(difference: MachineDifference): readonly string[] {
  const { machines, change, documents } = difference;
  const names = machines.join(', ');
  if (change !== 'changed') return [`${coloured(change, SIGNS[change])} ${names}`];
  return [`${names}: ${outcomeOf(difference)}`, ...documents.flatMap(documentLines)];
}

function outcomeOf({ rebootsFor: rebooting, waitsForRestart: waiting }: MachineDifference): string {
  if (rebooting.length > 0) return paint.yellow(rebootsFor(rebooting));
  return waiting.length > 0 ? paint.yellow(waitsForRestart(waiting)) : paint.green(takenLive());
}

function documentLines({ document, change, replaces, fields }: DocumentDifference): readonly string[] {
  const name = document === MAIN ? `${MAIN} (the main document)` : document;
  const instead = replaces.length === 0 ? '' : `, in place of ${replaces.join(', ')}`;
  return [`  ${coloured(change, SIGNS[change])} ${name}${instead}`, ...fields.map(fieldLine)];
}

function fieldLine({ field, change, before, after, hidden }: FieldDifference): string {
  const values = [before, after].flatMap((value) => (value === undefined ? [] : [shown(value)]));
  const text = hidden ? paint.dim('(not shown)') : values.join(' → ');
  return `      ${coloured(change, SIGNS[change])} ${field}: ${text}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const [line = '', ...more] = text.split('\n');
  return more.length > 0 || line.length > WIDEST_VALUE ? `${line.slice(0, WIDEST_VALUE)}…` : line;
}

function coloured(change: Change, text: string): string {
  if (change === 'added') return paint.green(text);
  return change === 'removed' ? paint.red(text) : paint.yellow(text);
}
