import { type Changes, changedSpec, faultsOf, type Notes, notesOf } from './small-spec';

/** A rule from both sides: a change that it lets through, and one that it refuses or warns of. */
export interface RuleRow {
  readonly title: string;
  /** The part that both sides have in common. */
  readonly both?: Changes;
  readonly good: Changes;
  readonly bad: Changes;
  /** The line that the bad side gets. */
  readonly line: string;
}

/** A test for each row: the good side is taken without a word, the bad side is refused with the line and nothing else. */
export function testFaults(rows: readonly RuleRow[]): void {
  test.each(rows)('$title', ({ both, good, bad, line }) => {
    expect(faultsOf(changedSpec({ ...both, ...good }))).toEqual([]);
    expect(faultsOf(changedSpec({ ...both, ...bad }))).toEqual([line]);
  });
}

/** A test for each row: both sides are taken, the good one without a word, the bad one with one warning and no advice. */
export function testWarnings(rows: readonly RuleRow[]): void {
  testTaken(rows, (line) => ({ warnings: [line], advice: [] }));
}

/** A test for each row: both sides are taken, the good one without a word, the bad one with one advice and no warning. */
export function testAdvice(rows: readonly RuleRow[]): void {
  testTaken(rows, (line) => ({ warnings: [], advice: [line] }));
}

function testTaken(rows: readonly RuleRow[], told: (line: string) => Notes): void {
  test.each(rows)('$title', ({ both, good, bad, line }) => {
    expect(notesOf(changedSpec({ ...both, ...good }))).toEqual({ warnings: [], advice: [] });
    expect(notesOf(changedSpec({ ...both, ...bad }))).toEqual(told(line));
  });
}
