import { type TerraformStack, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';

import { LocalProvider } from '../../.gen/providers/local/provider';
import { CredentialFile } from '../constructs/credentials/credential-file';
import type { TalosCluster } from '../constructs/cluster/talos-cluster';
import type { ClusterModel } from '../model/cluster-model';
import { OUTPUT_NAMES, type OutputValue } from '../values/output-value';
import { bootMedia } from './boot-media';
import type { InfrastructureHandover } from './handover';
import { macAddresses } from './mac-addresses';
import { OUTPUT_KINDS, type Told } from './output-kinds';
import { upgradeStatus } from './upgrade-status';

/** Puts out the credentials of a cluster, and what else its model asks for. */
export function createOutputs(
  stack: TerraformStack,
  cluster: TalosCluster,
  model: ClusterModel,
  { images, nodes }: InfrastructureHandover,
): void {
  const { outputs } = model;
  const told: Told = { cluster, model, nodes: [...nodes.values()] };
  const kinds = [
    'kubeConfig',
    'talosConfig',
    ...(outputs.machineSecrets ? (['machineSecrets'] as const) : []),
    ...(outputs.machineConfigurations ? (['machineConfigurations'] as const) : []),
    ...(outputs.clientConfiguration ? (['clientConfiguration'] as const) : []),
  ] as const;
  for (const kind of kinds) putOut(stack, OUTPUT_NAMES[kind], kind, told);
  if (outputs.upgradeStatus) {
    const description =
      'Versions of each machine, which of them are marked for an update, and in which order to go on.';
    new TerraformOutput(stack, OUTPUT_NAMES.upgradeStatus, { value: upgradeStatus(model), description });
  }
  if (outputs.macAddresses) {
    const description = 'MAC addresses that are known before the machines are made, by machine and network card.';
    new TerraformOutput(stack, OUTPUT_NAMES.macAddresses, { value: macAddresses(model), description });
  }
  const media = bootMedia(model, images);
  if (outputs.bootMedia && Object.keys(media).length > 0) {
    const description = 'URLs of what each physical machine is booted from for the first time.';
    // read by the plan guard
    new TerraformOutput(stack, OUTPUT_NAMES.bootMedia, { value: media, description });
  }
  if (Object.keys(outputs.named).length === 0) return;
  // a place of their own, as a name may be that of another part of the stack
  const named = new Construct(stack, 'outputs');
  for (const [name, kind] of Object.entries(outputs.named)) putOut(named, name, kind, told);
}

function putOut(scope: Construct, name: string, kind: `${OutputValue}`, told: Told): void {
  const { valueOf, ...settings } = OUTPUT_KINDS[kind];
  new TerraformOutput(scope, name, { value: valueOf(told), ...settings, staticId: true });
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
