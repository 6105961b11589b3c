import type { Observation } from '../../preflight/observation';

/** Result of looking at one thing. */
export interface Finding {
  /** `error`: a plan or an apply would fail; `unknown`: it could not be looked at. */
  readonly level: 'ok' | 'unknown' | 'warning' | 'error';
  /** The thing, such as a program or a cluster. */
  readonly subject: string;
  /** Its state, and for anything but `ok` what to do. */
  readonly message: string;
}

/** Findings of one thing by level, the worst first. */
export function findingsOf(
  subject: string,
  { errors = [], warnings = [], unknown = [], fine = [] }: Partial<Observation>,
): readonly Finding[] {
  const of = (level: Finding['level'], messages: readonly string[]): readonly Finding[] =>
    messages.map((message) => ({ level, subject, message }));
  return [...of('error', errors), ...of('warning', warnings), ...of('unknown', unknown), ...of('ok', fine)];
}
