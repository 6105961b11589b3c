import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { shellWord } from '../../values/shell-word';
import { KUBECONFIG } from '../credentials';
import type { StackDirectory } from '../tofu/stack-directory';

/** File that a stack writes them to, if it writes any. */
const KUBECONFIG_FILE = /(?:^|\/)kube-config\.yaml$/;

/** Facts after an apply. */
export interface Applied {
  /** The stack. */
  readonly directory: StackDirectory;
  /** Names of the outputs that its state has. */
  readonly outputs: readonly string[];
  /** Command that writes the kubeconfig of the cluster into the working directory. */
  readonly kubeconfigCommand: string;
}

/**
 * Commands that a person goes on with after an apply, to be pasted as they are.
 *
 * @returns none if the state has no credentials of the Kubernetes API
 */
export function nextSteps({ directory, outputs, kubeconfigCommand }: Applied): readonly string[] {
  const file = writtenKubeconfig(directory);
  if (file !== undefined) return [`export KUBECONFIG=${shellWord(file)}`, 'kubectl get nodes'];
  if (!outputs.includes(KUBECONFIG.output)) return [];
  return [kubeconfigCommand, 'export KUBECONFIG="$PWD/kubeconfig"', 'kubectl get nodes'];
}

/** The kubeconfig that the stack itself has written. */
function writtenKubeconfig({ path, stack }: StackDirectory): string | undefined {
  return Object.values(stack.resource?.local_sensitive_file ?? {})
    .flatMap(({ filename }) =>
      filename !== undefined && KUBECONFIG_FILE.test(filename) ? [resolve(path, filename)] : [],
    )
    .find((file) => existsSync(file));
}
