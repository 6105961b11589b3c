/** A fault of a file in TypeScript, as the compiler finds it. */
export interface TypeFault {
  /** The file, below the project; nothing for one of the settings. */
  readonly file?: string;
  /** Line, counted from 1. */
  readonly line?: number;
  /** Character on the line, counted from 1. */
  readonly column?: number;
  /** True if the file is no TypeScript at this place. */
  readonly isSyntax?: boolean;
  /** Number of the message, such as 2322. */
  readonly code: number;
  /** The message with what it follows from, from the outside in. */
  readonly messages: readonly string[];
}

/** A fault as a line: what the compiler says, written as every other fault is. */
export function typeFaultLine({ file = 'tsconfig.json', line, column, code, messages }: TypeFault): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${place}: ${messages.map(sentence).join('; ')} (TS${code})`;
}

/** Proper names that begin a message of the compiler. */
const PROPER = /^(?:JSON|JSX|TypeScript|Node|ECMAScript|[A-Z]{2,})/;

function sentence(message: string): string {
  const text = message
    .trim()
    .replace(/\.$/, '')
    .replace(/\. Did you/, '; did you');
  return PROPER.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** A line that the compiler prints: `stacks/clusters/a.ts(9,3): error TS2322: …`. */
const PRINTED = /^(.+?)\((\d+),(\d+)\): error TS(\d+): (.*)$/;

/** Faults in the printed output of the compiler, each with the indented lines that belong to it. */
export function printedTypeFaults(text: string): readonly string[] {
  return text
    .trimEnd()
    .split(/\n(?! )/)
    .map((lines) => {
      const [first = '', ...rest] = lines.split('\n');
      const [, file, line, column, code, message = ''] = PRINTED.exec(first) ?? [];
      if (file === undefined) return lines;
      return typeFaultLine({
        file,
        line: Number(line),
        column: Number(column),
        code: Number(code),
        messages: [message, ...rest],
      });
    });
}
