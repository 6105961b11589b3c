/** How an interrupted apply goes on. */
export interface NamedRecovery {
  /** Words of the apply when it stops, or their beginning. */
  readonly says: string;
  /** That it names. */
  readonly command: string;
}

/** Where the command line names a command: below what it says. */
const NAMED = /^(.+)\n *go on with: (.+)$/gm;

/** Rows of the table in the docs: both cells are code. */
const ROW = /^\| `([^`]+)` *\| `([^`]+)` *\|/gm;

/**
 * The closed list of the docs; parts in angle brackets are those of the case.
 *
 * @param page `docs/recovery.md`
 */
export function listedRecoveries(page: string): NamedRecovery[] {
  return [...page.matchAll(ROW)].map(([, says = '', command = '']) => ({ says, command }));
}

/**
 * Recoveries that an apply named when it stopped.
 *
 * @param output of the apply
 */
export function namedRecoveries(output: string): NamedRecovery[] {
  return [...output.matchAll(NAMED)].map(([, says = '', command = '']) => ({ says, command: command.trim() }));
}

/** The row of the list that a named recovery is. */
export function listedAs(listed: readonly NamedRecovery[], named: NamedRecovery): NamedRecovery | undefined {
  return listed.find(
    ({ says, command }) => pattern(says, '').test(named.says) && pattern(command, '$').test(named.command),
  );
}

function pattern(text: string, end: '' | '$'): RegExp {
  const parts = text.split(/<[^>]+>/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(String.raw`\S+`)}${end}`);
}
