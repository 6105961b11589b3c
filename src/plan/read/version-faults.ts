/** Why nothing is known of a machine: nobody can ask. */
export function noKubeconfig(): string {
  return 'the state has no kubeconfig to ask with';
}

/** Why nothing is known of a control plane: its own API server does not answer. */
export function controlPlaneSilent(failure: string): string {
  return `its API server does not answer: ${failure}`;
}

/** Why nothing is known of a machine: nobody could list the nodes. */
export function noControlPlaneAnswers(): string {
  return 'no API server of the cluster answers';
}

/** Why nothing is known of a machine: Kubernetes has no such node. */
export function nodeUnknown(): string {
  return 'Kubernetes has no such node';
}

/** Why nothing is known of a machine: what its Node object says may be old. */
export function nodeNotReady(): string {
  return 'its node is not ready';
}

/** Why nothing is known of a control plane: its API server has no pod. */
export function podUnknown(): string {
  return 'Kubernetes shows no API server on it';
}
