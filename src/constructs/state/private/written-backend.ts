import { TerraformBackend, TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';

/** Arguments of a backend as OpenTofu names them; without a value they are left out. */
export type BackendArguments = Readonly<Record<string, unknown>>;

/** A backend of OpenTofu that the framework does not know, or does not know every argument of. */
export class WrittenBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    kind: string,
    private readonly settings: BackendArguments,
  ) {
    super(scope, 'backend', kind);
  }

  /** How another stack reads the state. */
  public getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    return new WrittenRemoteState(scope, name, this.name, this.settings);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.settings };
  }
}

/** The state that another stack has in such a backend. */
class WrittenRemoteState extends TerraformRemoteState {}
