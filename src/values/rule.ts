import { rulesBroken } from '../errors/values';

/** One thing that must hold, and the sentence for when it does not. */
export interface Rule<T> {
  /** The condition that must hold. */
  readonly condition: (facts: T) => boolean;
  /** The refusal, made of the same facts. */
  readonly message: (facts: T) => string;
}

/** Sentences of all rules that do not hold, in the order of the rows. */
export function brokenRules<T>(rules: readonly Rule<T>[], facts: T): readonly string[] {
  return rules.filter((rule) => !rule.condition(facts)).map((rule) => rule.message(facts));
}

/**
 * Evaluates every rule.
 *
 * @param path what the error starts with, such as a construct path
 * @throws one error with a line for each rule that does not hold
 */
export function checkRules<T>(path: string, rules: readonly Rule<T>[], facts: T): void {
  const messages = brokenRules(rules, facts);
  if (messages.length > 0) throw rulesBroken(path, messages);
}
