import type { TerraformStack } from 'cdktf';
import { createSecretVariable } from '../constructs/credentials/secret-variable';
import type { ClusterModel } from '../model/cluster-model';
import { replaceMarksIn } from '../values/secret-reference';

/**
 * Makes a sensitive variable for each secret of a cluster, and puts it where the model has a text for it.
 *
 * @returns the model with values that only OpenTofu knows; the same if the cluster names no secrets
 */
export function createSecrets(stack: TerraformStack, model: ClusterModel): ClusterModel {
  const { secrets, cluster, nodes } = model;
  if (secrets.length === 0) return model;
  const variables = new Map(
    secrets.map(({ name }) => [
      name,
      createSecretVariable(stack, variableOf(name), `Secret ${name} of the cluster file.`),
    ]),
  );
  const fromSops = secrets.flatMap(({ name, sops }) => {
    return sops === undefined ? [] : [[variableOf(name), { file: sops.file, key: sops.key ?? name }] as const];
  });
  // read by the command line, and a comment to OpenTofu
  if (fromSops.length > 0) stack.addOverride('//.sops', Object.fromEntries(fromSops));
  const valueOf = (name: string): string => variables.get(name) ?? '';
  return { ...model, cluster: replaceMarksIn(cluster, valueOf), nodes: replaceMarksIn(nodes, valueOf) };
}

/** Secrets have a namespace of their own among the variables. */
function variableOf(name: string): string {
  return `secret_${name.replaceAll('-', '_')}`;
}
