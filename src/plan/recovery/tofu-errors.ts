import { withoutColours } from './tofu-colours';

/** An error that OpenTofu printed. */
export interface TofuError {
  /** First line, such as `Error bootstrapping node`. */
  readonly summary: string;
  /** Resource that it is about. */
  readonly address?: string;
  /** The rest, on one line: OpenTofu breaks lines as the terminal is wide. */
  readonly detail: string;
}

/**
 * The errors in what OpenTofu printed for people, with or without colours and frames.
 *
 * @param output standard error of `tofu plan` or `tofu apply`; other text in it is passed over
 */
export function tofuErrors(output: string): readonly TofuError[] {
  const lines = withoutColours(output).split(/\r?\n/).map(withoutFrame);
  const starts = lines.flatMap((line, index) => (line.startsWith('Error: ') ? [index] : []));
  return starts.map((start, index) => errorOf(lines.slice(start, starts[index + 1])));
}

function withoutFrame(line: string): string {
  return line.replace(/^\s*[│╷╵]\s?/, '');
}

function errorOf([first = '', ...rest]: readonly string[]): TofuError {
  // a warning begins another message
  const end = rest.findIndex((line) => line.startsWith('Warning: '));
  const own = end === -1 ? rest : rest.slice(0, end);
  const blank = own.findIndex((line) => line.trim() === '');
  const summary = [first.slice('Error: '.length), ...(blank === -1 ? [] : own.slice(0, blank))];
  const address = own.map((line) => /^\s+with (\S.*),$/.exec(line)?.[1]).find((found) => found !== undefined);
  return { summary: joined(summary), address, detail: joined(blank === -1 ? [] : own.slice(blank)) };
}

function joined(lines: readonly string[]): string {
  return lines.join(' ').replace(/\s+/g, ' ').trim();
}
