import { type TerraformStack, TerraformVariable } from 'cdktf';

import { variableForms } from '../values/variable-form';

/**
 * A variable of a secret. OpenTofu refuses a value that can be none, with the name of the variable.
 *
 * @param name says what kind of secret it is
 */
export function createSecretVariable(stack: TerraformStack, name: string, description: string): string {
  return new TerraformVariable(stack, name, {
    type: 'string',
    sensitive: true,
    nullable: false,
    description,
    validation: variableForms(name).map(({ expression, message }) => ({
      condition: `\${${expression(name)}}`,
      errorMessage: message(name),
    })),
  }).stringValue;
}

/** A variable that switches something off which is on by default. */
export function createSwitchVariable(stack: TerraformStack, name: string, description: string): TerraformVariable {
  return new TerraformVariable(stack, name, { type: 'bool', default: true, nullable: false, description });
}
