import { type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/** Value that OpenTofu keeps, and the triggers that replace it. */
export interface TerraformDataConfig extends TerraformMetaArguments {
  /** Value that is kept in the state; a new one updates the resource. */
  readonly input?: string;
  /** A new value replaces the resource. */
  readonly triggersReplace?: string;
}

/**
 * `terraform_data`, which OpenTofu itself provides.
 *
 * The framework's own class starts a binary named `terraform` at every synth, once for each resource.
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: TerraformDataConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: 'terraform_data' });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.config.input, triggers_replace: this.config.triggersReplace };
  }
}
