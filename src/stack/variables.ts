import { type TerraformStack, TerraformVariable } from 'cdktf';

/** A variable that switches something off which is on by default. */
export function createSwitchVariable(stack: TerraformStack, name: string, description: string): TerraformVariable {
  return new TerraformVariable(stack, name, { type: 'bool', default: true, nullable: false, description });
}
