import { type TerraformStack, TerraformVariable } from 'cdktf';
import { rulesBroken } from '../../../errors/values';
import { stateKnownTooLate } from '../../../state/faults';
import { isLate, type Reference, referencesIn } from '../../private/late-values';

/**
 * Refuses settings that OpenTofu can't know when it starts, before there is a state: all but input variables of the stack
 * that are no secrets.
 *
 * @param secrets settings that may be variables of secrets
 * @throws one error with a line for each
 * @see https://opentofu.org/docs/language/settings/backends/configuration/#variables-and-locals
 */
export function checkEarly(stack: TerraformStack, settings: object, secrets: readonly string[] = []): void {
  const faults = Object.entries(settings)
    .filter(([, value]) => isLate(value))
    .filter(([key, value]) => !referencesIn(stack, value).every((each) => isEarly(stack, each, secrets.includes(key))))
    .map(([key]) => `${key}: ${stateKnownTooLate()}`);
  if (faults.length > 0) throw rulesBroken(stack.node.path, faults);
}

function isEarly(stack: TerraformStack, { identifier, originStack }: Reference, isSecret: boolean): boolean {
  if (originStack !== undefined && originStack !== stack) return false;
  const [, kind, name] = /^(var|local)\.([^.[]+)/.exec(identifier) ?? [];
  if (kind === undefined) return false;
  return isSecret || kind === 'local' || !isSensitive(stack, name);
}

function isSensitive(stack: TerraformStack, variable: string | undefined): boolean {
  return stack.node
    .findAll()
    .some((each) => each instanceof TerraformVariable && each.friendlyUniqueId === variable && each.sensitive === true);
}
