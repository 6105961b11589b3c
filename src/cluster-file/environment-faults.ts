import { quoteValue } from '../errors/spec';

/** A text that refers to an environment variable. */
export function environmentVariableMissing(name: string): string {
  return `the environment variable ${name} is not set; set it, or write the value itself`;
}

/** For `${env` that is not followed by a name. */
export function environmentReferenceMalformed(got: string): string {
  return `got ${quoteValue(got)}; write \${env.NAME} with the name of an environment variable`;
}

/** A reference to the environment in a patch, a manifest or another file, where it is a text like others. */
export function environmentReferenceUnreplaced(reference: string): string {
  return `holds ${reference}, which nothing replaces here: variables of the environment are put into the other texts of the cluster file only; write the value itself`;
}

/** A text that OpenTofu would not take as it is. */
export function expressionOfOpenTofu(got: string, sign: string): string {
  const [, name] = /\$\{([A-Z_][A-Z0-9_]*)\}/.exec(got) ?? [];
  const advice =
    name === undefined ? 'leave it out' : `write \${env.${name}} if a variable of the environment is meant`;
  return `got ${quoteValue(got)}; OpenTofu would read ${sign} as an expression, ${advice}`;
}

/** A value that YAML could not hold: what a class or a Map has is not seen, or only in part. */
export function noPlainData(value: unknown): string {
  const { constructor } = Object.getPrototypeOf(value) as { readonly constructor: { readonly name: string } };
  const kind = typeof value === 'object' ? constructor.name : typeof value;
  return `got a value of the type ${kind}; write plain data: keys and values, lists, text, numbers, true and false`;
}

/** A literal that holds itself. */
export function holdsItself(): string {
  return 'the value contains itself; write it out as plain data';
}
