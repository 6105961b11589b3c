import type { ImportedCluster } from './imported-cluster';
import type { LeftOver, LeftSecret } from './ledger';

/** Name of the file that tells what became of the input. */
export const REPORT = 'CARRIED-OVER.md';

/** Everything that is not in the cluster file, for people: why, and what takes its place. */
export function importReport(imported: ImportedCluster, clusterFile: string): string {
  const { sourceName, fileNames, leftOvers, secrets, assumptions } = imported;
  return [
    `# What came from ${sourceName}`,
    `\`${clusterFile}\` was written from ${fileNames.map((name) => `\`${name}\``).join(', ')}. Every value of these files is in it, or listed here.`,
    '## Not carried over',
    table(['Place', 'Key', 'Value', 'Reason'], leftOvers.map(rowOf), 'Nothing: every value is in the cluster file.'),
    '## Secrets, which belong into `.env`',
    table(
      ['Place', 'Key', 'Variable'],
      secrets.map(({ place, key, variable }) => [`${place.file}:${place.line}`, code(key), code(variable)]),
      'None were found.',
    ),
    '## Not in the files',
    assumptions.length === 0 ? 'Nothing had to be assumed.' : assumptions.map((sentence) => `- ${sentence}`).join('\n'),
    'The cluster file describes a new cluster: machines that run already are not taken over, and a plan would make new ones beside them.',
  ]
    .join('\n\n')
    .concat('\n');
}

/** The same in a few lines for a terminal. */
export function reportLines({ sourceName, leftOvers, secrets, assumptions }: ImportedCluster): readonly string[] {
  return [
    `from ${sourceName}, as ${REPORT} says too; not carried over: ${leftOvers.length}, secrets for .env: ${secrets.length}`,
    ...leftOvers.map(({ place, key, value, reason }) => `  ${place.file}:${place.line} ${key} = ${value}: ${reason}`),
    ...secrets.map(
      ({ place, key, variable }) => `  ${place.file}:${place.line} ${key}: a secret, in .env as ${variable}`,
    ),
    ...assumptions.map((sentence) => `  assumed: ${sentence}`),
  ];
}

/** The same as plain data. */
export interface ImportFacts {
  /** Tool whose files were read. */
  readonly source: string;
  /** Files that were read, from the directory that was named. */
  readonly files: readonly string[];
  /** Values that are not in the cluster file. */
  readonly notCarriedOver: readonly (LeftOver['place'] & Omit<LeftOver, 'place'>)[];
  /** Secrets, which are not in it. */
  readonly secrets: readonly (LeftSecret['place'] & Omit<LeftSecret, 'place'>)[];
  /** Values that the files do not give and that were taken from elsewhere, each in a sentence. */
  readonly assumptions: readonly string[];
}

/** The same for programs. */
export function importFacts(imported: ImportedCluster): ImportFacts {
  const { sourceName, fileNames, leftOvers, secrets, assumptions } = imported;
  return {
    source: sourceName,
    files: fileNames,
    notCarriedOver: leftOvers.map(({ place, key, value, reason }) => ({ ...place, key, value, reason })),
    secrets: secrets.map(({ place, key, variable }) => ({ ...place, key, variable })),
    assumptions,
  };
}

function rowOf({ place, key, value, reason }: LeftOver): readonly string[] {
  return [`${place.file}:${place.line}`, code(key), code(value), cell(reason)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return none;
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text that Markdown leaves as it is. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${cell(text)}${fence}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
