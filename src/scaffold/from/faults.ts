/** Sentences with which files of other tools are refused. */

/** Text that is no HCL. */
export function hclSyntax(file: string, line: number, problem: string): string {
  return `${file}:${line}: not valid HCL: ${problem}`;
}

/** Text that is no YAML. The text itself is not repeated: it may hold secrets. */
export function yamlNotRead(file: string, line: number, problem: string): string {
  return `${file}:${line}: not valid YAML: ${problem.toLowerCase().replaceAll('_', ' ')}`;
}

/** A path that leads to nothing. */
export function nothingThere(path: string): string {
  return `--from: there is no ${path}; name a file of the other tool, or its directory`;
}

/** Files that are of no tool that is known here. */
export function nothingRecognised(path: string, known: readonly string[]): string {
  return `--from: nothing in ${path} is known here; known are:\n${known.map((line) => `  ${line}`).join('\n')}`;
}

/** Values that a cluster cannot do without, and that the rules of cluster files refuse. */
export function inputRefused(source: string, faults: readonly string[]): string {
  return [
    `${source} cannot become a cluster file:`,
    ...faults.map((fault) => `  ${fault}`),
    'nothing was written',
  ].join('\n');
}
