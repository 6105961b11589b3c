import { stripVTControlCharacters } from 'node:util';

/** Lines of a terminal that are drawn again and again in the same place. It writes no mode that would have to be taken back. */
export class LiveBlock {
  private drawn: readonly string[] = [];

  /** @param terminal where it is drawn */
  constructor(private readonly terminal: NodeJS.WriteStream) {}

  /** Room for lines: the last one of the terminal is left for the cursor. */
  public get room(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = this.size;
    // a line that fills the last column would wrap on some terminals
    return { columns: Math.max(1, columns - 1), rows: Math.max(1, rows - 1) };
  }

  /** A terminal of which nobody knows the size has none. */
  private get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = this.terminal;
    return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
  }

  /** Draws lines in the place of those before. */
  public draw(lines: readonly string[]): void {
    this.terminal.write(`${this.erasure()}${lines.map((line) => `${line}\n`).join('')}`);
    this.drawn = lines;
  }

  /** Writes text that stays above the lines; it should end with a line. */
  public writeAbove(text: string): void {
    const { drawn } = this;
    this.terminal.write(`${this.erasure()}${text}`);
    this.drawn = [];
    if (drawn.length > 0) this.draw(drawn);
  }

  /** Leaves the lines where they are. */
  public end(): void {
    this.drawn = [];
  }

  /** To the first line, and nothing below it; a line that was drawn wider than the terminal is now takes several. */
  private erasure(): string {
    const { columns } = this.size;
    const up = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleLength(line) / columns)), 0);
    return up === 0 ? '' : `\u001b[${up}F\u001b[0J`;
  }
}

function visibleLength(line: string): number {
  return stripVTControlCharacters(line).length;
}
