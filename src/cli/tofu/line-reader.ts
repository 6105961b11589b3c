/** Splits text that comes in pieces into lines; a line that is not at its end yet waits for the rest. */
export class LineReader {
  private rest = '';

  constructor(private readonly onLine: (line: string) => void) {}

  /** Takes a piece, which may end within a line. */
  public hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.onLine(line);
  }

  /** Takes what is left as a line. */
  public end(): void {
    const { rest } = this;
    this.rest = '';
    if (rest !== '') this.onLine(rest);
  }
}
