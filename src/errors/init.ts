/** Sentences with which `init` refuses or tells what it does. */

/** A person gave up. */
export function promptCancelled(): string {
  return 'cancelled; nothing was written';
}

/** Nobody can answer any more. */
export function inputEnded(): string {
  return 'the input ended before every question was answered; nothing was written: answer them with options, or pass --yes';
}

/** Answers that are refused, each with its option. */
export function answersRefused(faults: readonly { readonly option?: string; readonly message: string }[]): string {
  const lines = faults.map(({ option, message }) => (option === undefined ? message : `${option}: ${message}`));
  return `${lines.join('\n')}\nnothing was written`;
}

/** An endpoint that was read. */
export function endpointRead(url: string, hosts: readonly string[]): string {
  return `read ${url}: hosts ${hosts.join(', ')}`;
}

/** An endpoint that could not be read. */
export function endpointNotRead(url: string, reason: string): string {
  return `${url} could not be read: ${reason}; its hosts, datastores and bridges are not known`;
}

/** Answers that are only examples. */
export function examplesUsed(options: readonly string[]): string {
  return `examples, to be replaced in the cluster file: ${options.join(', ')}`;
}

/** Files of a new project that were written, and the commands to go on with. */
export function projectWritten(directory: string, files: readonly string[], commands: readonly string[]): string {
  const listed = files.map((file) => `  ${file}`).join('\n');
  return `written to ${directory}:\n${listed}\n\nnext:\n${commands.map((command) => `  ${command}`).join('\n')}`;
}
