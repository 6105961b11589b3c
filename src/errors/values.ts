/** Rules checked together. */
export function rulesBroken(path: string, messages: readonly string[]): Error {
  return new Error(messages.map((message) => `${path}: ${message}`).join('\n'));
}

/** A value that only OpenTofu knows where synth needs one. */
export function knownTooLate(): string {
  return 'must be known at synth, got a value that only OpenTofu knows; write the value itself';
}

/** An entry of a map whose name only OpenTofu knows. */
export function keyKnownTooLate(): string {
  return 'the keys must be known at synth, got one that only OpenTofu knows; write the name itself';
}
