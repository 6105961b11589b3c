/** Says in a line what is being done, where it is in nobody's way: standard output belongs to the result of a command. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Prints the result of a command, line by line. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** Prints the result of a command for programs. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}
