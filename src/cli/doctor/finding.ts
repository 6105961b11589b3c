/** Result of looking at one thing. */
export interface Finding {
  /** `error`: a plan or an apply would fail. */
  readonly level: 'ok' | 'warning' | 'error';
  /** The thing, such as a program or a cluster. */
  readonly subject: string;
  /** Its state, and for anything but `ok` what to do. */
  readonly message: string;
}

/** Findings of one thing by level. */
export function findingsOf(
  subject: string,
  { errors = [], warnings = [] }: { readonly errors?: readonly string[]; readonly warnings?: readonly string[] },
): readonly Finding[] {
  return [
    ...errors.map((message): Finding => ({ level: 'error', subject, message })),
    ...warnings.map((message): Finding => ({ level: 'warning', subject, message })),
  ];
}
