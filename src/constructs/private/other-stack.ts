import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ofAnotherStack } from '../../errors/constructs';
import { rulesBroken } from '../../errors/values';

/** Something that a construct was given. */
export interface Given {
  /** Name of the setting. */
  readonly setting: string;
  /**
   * Value that the setting was given.
   * @default - nothing
   */
  readonly value: unknown;
  /** How the same is brought in from another stack. */
  readonly instead: string;
}

/**
 * Refuses what belongs to another stack and can't be used in this one: OpenTofu knows providers and resources of one
 * stack only. Values are no such thing, as the framework hands them over by the remote state.
 *
 * @throws one error with a line for each
 */
export function checkStack(user: Construct, given: readonly Given[]): void {
  const own = TerraformStack.of(user);
  const faults = given.flatMap(({ setting, value, instead }) => {
    if (!Construct.isConstruct(value)) return [];
    const other = TerraformStack.of(value);
    return other === own ? [] : [ofAnotherStack(setting, other.node.id, instead)];
  });
  if (faults.length > 0) throw rulesBroken(user.node.path, faults);
}

/** A provider that a construct was given. */
export function givenProvider(setting: string, value: unknown): Given {
  return { setting, value, instead: 'make a provider in this stack' };
}
