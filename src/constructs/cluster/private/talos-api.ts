import type { TerraformProvider } from 'cdktf';
import { MachineSecrets } from '../../../../.gen/providers/talos/machine-secrets';
import type { Construct } from 'constructs';
import type { TalosAccess } from '../talos-access';

/** How the machines of a cluster are talked to. */
export interface TalosApi {
  /**
   * Provider of the resources.
   * @default - the stack's own
   */
  readonly provider: TerraformProvider | undefined;
  /** Secrets of the cluster. */
  readonly secrets: MachineSecrets;
  /** Certificates and key. */
  readonly clientConfiguration: TalosAccess;
}

/** Makes the secrets of a cluster, with which its machines are talked to. */
export function createTalosApi(
  scope: Construct,
  talosVersion: string,
  provider: TerraformProvider | undefined,
): TalosApi {
  const secrets = new MachineSecrets(scope, 'secrets', {
    provider,
    talosVersion,
    // secrets that followed a lower contract would change, and the machines would accept no client
    lifecycle: { ignoreChanges: ['talos_version'] },
  });
  return { provider, secrets, clientConfiguration: secrets.clientConfiguration };
}
