/** Says in a line what is being done, where it is in nobody's way: standard output belongs to the result of a command. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
