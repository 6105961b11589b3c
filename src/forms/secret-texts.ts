/** How a secret is written: by its name. */
export function secretForm(): string {
  return '{ secret: <name> }, and the name under secrets of the cluster file; in code a value that only OpenTofu knows, such as that of a sensitive variable';
}

/** Asks for the name of a secret. */
export function writeSecretName(): string {
  return 'write the name of a secret: lower case letters, digits and dashes, such as "tailscale-key"';
}

/** A secret that is written out; it is never repeated. */
export function secretWrittenOut(): string {
  return `a secret would stand readable in the files of the stack; write ${secretForm()}`;
}
