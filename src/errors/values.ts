import type { Fault } from '../values/fault';

/** For a version of Talos. */
export function notATalosVersion(got: string): string {
  return `a Talos version has three numbers, such as v1.13.9; got "${got}"`;
}

/** For a contract. */
export function notATalosContract(got: string): string {
  return `a contract is a Talos minor version, such as v1.13; got "${got}"`;
}

/** For a version of Kubernetes. */
export function notAKubernetesVersion(got: string): string {
  return `a Kubernetes version has three numbers, such as v1.36.3; got "${got}"`;
}

/** Thrown on its own: for how many machines may be away. */
export function maxUnavailableInvalid(got: string): Error {
  return new Error(`a whole number of at least 1 or a share such as "25%" may be away; got ${got}`);
}

/** For an address that must have no prefix. */
export function notAnIpAddress(got: string): string {
  return `an IPv4 or IPv6 address has no prefix, such as 10.0.0.11; got "${got}"`;
}

/** For a network. */
export function notACidr(got: string): string {
  return `a network is an address and the length of its prefix, such as 10.0.0.0/24; got "${got}"`;
}

/** For a network whose address is that of a machine in it. */
export function cidrHasHostBits(got: string, network: string): string {
  return `a network starts at its first address; got "${got}", write ${network}`;
}

/** For the number of an address that a network does not have. */
export function hostOutsideCidr(network: string, index: number): string {
  return `network ${network} has no address number ${index}; write a larger network`;
}

/** For a hardware address. */
export function notAMacAddress(got: string): string {
  return `a MAC address has six pairs of hexadecimal digits, the second digit even, such as BC:24:11:E6:BA:07; got "${got}"`;
}

/** For rules checked together. */
export function rulesBroken(path: string, messages: readonly string[]): Error {
  return new Error(messages.map((message) => `${path}: ${message}`).join('\n'));
}

/** For a value that only OpenTofu knows where synth needs one. */
export function knownTooLate(): string {
  return 'must be known at synth, got a value that only OpenTofu knows; write the value itself';
}

/** For an entry of a map whose name only OpenTofu knows. */
export function keyKnownTooLate(): string {
  return 'the keys must be known at synth, got one that only OpenTofu knows; write the name itself';
}

/** For a schematic, with all its faults. */
export function invalidSchematic(faults: readonly Fault[]): string {
  const lines = faults.map(({ path, part, message }) => {
    const place = part === 'key' ? path.slice(0, -1) : path;
    return place.length > 0 ? `${place.join('.')}: ${message}` : message;
  });
  return `schematic: ${lines.join('; ')}`;
}

/** For a schematic file that YAML can't be read from. */
export function schematicYamlSyntax(fault: string): string {
  return `not valid YAML: ${fault}`;
}

/** For a schematic file without content. */
export function emptySchematic(): string {
  return 'nothing is written; write "customization: {}" for Talos as released';
}

/** For a schematic file with several documents. */
export function severalSchematics(): string {
  return 'a file has one schematic; remove the line "---" and what follows it';
}

/** For a field that a schematic does not have. */
export function unknownField(got: string, known: readonly string[], nearest: string | undefined): string {
  const advice = nearest === undefined ? `known are ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return `unknown field "${got}"; ${advice}`;
}

/** For a field that must be there. */
export function missingField(name: string): string {
  return `${name} is missing or empty`;
}

/** For something else than text. */
export function notAText(got: unknown): string {
  return `must be text; got ${shown(got)}`;
}

/** For the name of an extension that has another form. */
export function notAnExtension(got: string): string {
  return `the full name of an extension has its publisher, such as siderolabs/qemu-guest-agent; got ${shown(got)}`;
}

/** For something else than `true` or `false`. */
export function notABoolean(got: unknown): string {
  return `must be true or false; got ${shown(got)}`;
}

/** For something else than a whole number in a range. */
export function notAWholeNumber(got: unknown, min: number, max: number): string {
  return `must be a whole number from ${min} to ${max}; got ${shown(got)}`;
}

/** For a word outside a closed set. */
export function notOneOf(got: unknown, words: readonly string[]): string {
  return `must be one of ${words.join(', ')}; got ${shown(got)}`;
}

/** For something else than a list. */
export function notAList(got: unknown): string {
  return `must be a list; got ${shown(got)}`;
}

/** For something else than a map. Text is not repeated: it may be a file of another purpose. */
export function notAMap(got: unknown): string {
  return `must be a map; got ${typeof got === 'string' ? 'text' : shown(got)}`;
}

/** For text that releases of Image Factory write in different ways, so that the id would not be certain. */
export function unstableText(got: string): string {
  return `releases of Image Factory write ${shown(got)} in different ways, so the schematic id would not be certain; write another text`;
}

/** For a key of free settings. */
export function unstableKey(got: string): string {
  return `a key of settings starts with a letter and has at most 100 letters, digits, dots, dashes and underscores; got ${shown(got)}`;
}

/** For a key that YAML versions read as different things. */
export function unstableWord(got: string): string {
  return `YAML versions read the key ${shown(got)} as text or as something else, so the schematic id would not be certain; choose an option with another name`;
}

/** For a plain scalar that YAML versions read as different values. */
export function unstableNumber(got: string): string {
  return `YAML versions do not agree on ${got}; write a plain whole number, or text in quotes`;
}

function shown(got: unknown): string {
  return got === undefined ? 'nothing' : JSON.stringify(got);
}
