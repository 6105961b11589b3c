import pc from 'picocolors';
import type { LineStyle } from './progress-lines';

/** A terminal on which lines can be drawn again and again. */
export interface LiveTerminal {
  /** Where they are drawn. */
  readonly stream: NodeJS.WriteStream;
  /** How. */
  readonly style: LineStyle;
}

/** The terminal that a person looks at; nothing where there is none, or where it cannot move its cursor. */
export function liveTerminal(): LiveTerminal | undefined {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = process.env;
  const stream = process.stderr;
  if (!stream.isTTY || TERM === 'dumb') return undefined;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '') ?? '';
  const { green: good, yellow: careful, red: bad, dim: faint } = pc.createColors(pc.isColorSupported);
  return { stream, style: { paint: { good, careful, bad, faint }, isWide: /utf-?8/i.test(locale) } };
}
