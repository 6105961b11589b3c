/** An error or a warning of OpenTofu, of a provider, or of a check in the stack. */
export interface Diagnostic {
  /** How grave it is. */
  readonly severity: 'error' | 'warning';
  /** First line, such as `Error bootstrapping node`. */
  readonly summary: string;
  /** The rest; empty if there is none. Read from text it is on one line, as OpenTofu breaks lines as the terminal is wide. */
  readonly detail: string;
  /**
   * Resource or data source that it is about.
   * @default - it is about none
   */
  readonly address?: string;
  /**
   * File and line that it is about, with what stands there.
   * @default - it is about no line, or was read from text
   */
  readonly source?: string;
}

/** Summary and detail on one line, so that a pattern fits however the lines were broken. */
export function sentenceOf({ summary, detail }: Pick<Diagnostic, 'summary' | 'detail'>): string {
  return oneLine(`${summary} ${detail}`);
}

/** A text with one space for each stretch of white space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
