/** Screen of a terminal, drawn from a program's output: knows the few movements that this project makes, no others. */
export class Screen {
  private readonly lines: string[] = [''];
  private row = 0;
  private column = 0;

  public constructor(private readonly columns: number) {}

  /** Its lines from the first on, without spaces at their ends and without empty ones at the end. */
  public static of(written: string, columns: number): readonly string[] {
    const screen = new Screen(columns);
    screen.write(written);
    return screen.lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd()
      .split('\n');
  }

  private write(text: string): void {
    for (const [piece, sequence] of text.matchAll(/\u001b\[([0-9;?]*[A-Za-z])|[^]/g)) {
      if (sequence !== undefined) this.move(sequence);
      else if (piece === '\n') this.down();
      else if (piece === '\r') this.column = 0;
      else if (piece >= ' ') this.put(piece);
    }
  }

  private move(sequence: string): void {
    const kind = sequence.at(-1);
    const count = Number(sequence.slice(0, -1) || '1');
    if (kind === 'm') return;
    // Node asks a question at a column
    if (kind === 'G') this.column = count - 1;
    else if (kind === 'F') {
      this.row = Math.max(0, this.row - count);
      this.column = 0;
    } else if (kind === 'J') {
      this.lines.splice(this.row + 1);
      this.lines[this.row] = (this.lines[this.row] ?? '').slice(0, this.column);
    } else throw new Error(`the terminal is sent ${JSON.stringify(sequence)}, which leaves it changed`);
  }

  private down(): void {
    this.row += 1;
    this.lines[this.row] ??= '';
  }

  private put(character: string): void {
    if (this.column === this.columns) {
      this.down();
      this.column = 0;
    }
    const line = (this.lines[this.row] ?? '').padEnd(this.column);
    this.lines[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1);
    this.column += 1;
  }
}
