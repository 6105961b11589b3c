import { type TerraformStack, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';

import { LocalProvider } from '../../.gen/providers/local/provider';
import { CredentialFile } from '../constructs/credentials/credential-file';
import type { TalosCluster } from '../constructs/cluster/talos-cluster';
import type { TalosImage } from '../constructs/image/talos-image';
import type { ClusterModel } from '../model/cluster-model';
import { bootMedia } from './boot-media';
import { macAddresses } from './mac-addresses';
import { upgradeStatus } from './upgrade-status';

/** Puts out the credentials of a cluster, and what else its model asks for. */
export function createOutputs(
  stack: TerraformStack,
  cluster: TalosCluster,
  model: ClusterModel,
  images: ReadonlyMap<string, TalosImage>,
): void {
  const { outputs } = model;
  secretOutput(
    stack,
    'kube_config',
    cluster.kubeconfig,
    'Credentials of the Kubernetes API: the content of ~/.kube/config.',
  );
  secretOutput(
    stack,
    'talos_config',
    cluster.talosconfig,
    'Credentials of the Talos API: the content of ~/.talos/config.',
  );
  if (outputs.machineSecrets) {
    secretOutput(stack, 'machine_secrets', cluster.machineSecrets, 'All secrets of the cluster.');
  }
  if (outputs.machineConfigurations) {
    secretOutput(
      stack,
      'machine_config',
      cluster.machineConfigurations,
      'Machine configuration of each machine, by name.',
    );
  }
  if (outputs.clientConfiguration) {
    secretOutput(stack, 'client_configuration', cluster.clientConfiguration, 'Certificates and key for the Talos API.');
  }
  if (outputs.upgradeStatus) {
    const description =
      'Versions of each machine, which of them are marked for an update, and in which order to go on.';
    new TerraformOutput(stack, 'upgrade_status', { value: upgradeStatus(model), description });
  }
  if (outputs.macAddresses) {
    const description = 'MAC addresses that are known before the machines are made, by machine and network card.';
    new TerraformOutput(stack, 'mac_addresses', { value: macAddresses(model), description });
  }
  const media = bootMedia(model, images);
  if (outputs.bootMedia && Object.keys(media).length > 0) {
    const description = 'URLs of what each physical machine is booted from for the first time.';
    // read by the plan guard
    new TerraformOutput(stack, 'boot_media', { value: media, description });
  }
}

function secretOutput(stack: TerraformStack, name: string, value: unknown, description: string): void {
  new TerraformOutput(stack, name, { value, description, sensitive: true });
}

/**
 * Writes the credentials and the machine configurations of a cluster to files that only their owner can read.
 *
 * @param directory where they go, seen from the directory of the stack
 */
export function createFiles(stack: TerraformStack, cluster: TalosCluster, directory: string): void {
  new LocalProvider(stack, 'local');
  const files = new Construct(stack, 'files');
  const configurations = Object.entries(cluster.machineConfigurations).map(([hostname, content]): [string, string] => [
    `talos-machine-config-${hostname}`,
    content,
  ]);
  const contents = [['kube-config', cluster.kubeconfig], ['talos-config', cluster.talosconfig], ...configurations];
  for (const [name = '', content = ''] of contents) {
    new CredentialFile(files, name, { path: `${directory}/${name}.yaml`, content });
  }
}
