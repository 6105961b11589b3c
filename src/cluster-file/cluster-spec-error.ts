import type { Fault } from '../values/fault';
import { formatPath } from '../values/path';
import type { Position, SpecSource } from './spec-source';

/** A fault of a spec before it has a position. */
export type SpecFault = Fault;

/** A fault with the place in the file that a person has to change. */
export interface LocatedFault extends Fault, Partial<Position> {
  /** File that the fault is in; nothing for a literal. */
  readonly file?: string;
}

/** Everything that is wrong with one cluster file. */
export class ClusterSpecError extends Error {
  /** The faults in the order of the file, each once. */
  public readonly faults: readonly LocatedFault[];

  constructor(faults: readonly LocatedFault[]) {
    super(faults.map(formatFault).join('\n'));
    this.name = 'ClusterSpecError';
    this.faults = faults;
  }
}

/** One line: `home.yaml:12:5 nodes.ctrl-00.memoryMiB: got 1024; …`, or without what is not known. */
export function formatFault({ file, line, column, path, message }: LocatedFault): string {
  const position = line === undefined ? '' : `:${line}:${column ?? 1}`;
  const place = [
    ...(file === undefined ? [] : [`${file}${position}`]),
    ...(path.length === 0 ? [] : [formatPath(path)]),
  ];
  return place.length === 0 ? message : `${place.join(' ')}: ${message}`;
}

/** Gives a fault its place in the source. */
export function locateFault({ path, message, part }: SpecFault, source: SpecSource | undefined): LocatedFault {
  return source === undefined ? { path, message } : { path, message, file: source.name, ...source.locate(path, part) };
}

/** Faults file by file, in the order of each file, every one once. */
export function sortFaults(faults: readonly LocatedFault[]): readonly LocatedFault[] {
  const once = [...new Map(faults.map((fault) => [formatFault(fault), fault])).values()];
  const files = [...new Set(once.map(({ file }) => file))];
  return once.sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
