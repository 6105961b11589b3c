import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { variableForms } from '../../values/variable-form';

/**
 * A variable of a secret. OpenTofu refuses a value that can be none, with the name of the variable.
 *
 * @param name says what kind of secret it is
 */
export function createSecretVariable(scope: Construct, name: string, description: string): string {
  return new TerraformVariable(scope, name, {
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
