/** In the row of a machine: Talos is not upgraded. */
export function talosStays(runs: string | undefined, to: string): string {
  return `Talos stays ${runs ?? 'what it is'} until you upgrade it to ${to}: this apply does not`;
}

/** In the row of a machine: Talos gets no other extensions. */
export function schematicStays(runs: string | undefined): string {
  return `Talos ${runs ?? ''}${runs === undefined ? '' : ' '}keeps its extensions and kernel arguments until you upgrade it: this apply does not`;
}

/** In the row of a machine: what is written runs already. */
export function runsAlready(what: string, version: string): string {
  return `${what} ${version} runs already`;
}

/** In the row of a machine: another version of Kubernetes. */
export function kubernetesGoes(from: string, to: string): string {
  return `Kubernetes ${from} -> ${to}`;
}

/** Heading of commands. */
export function upgradeTalosAfterwards(): string {
  return 'to upgrade Talos after the apply, one machine after the other:';
}

/** Heading of commands. */
export function upgradeKubernetesFirst(): string {
  return 'to upgrade Kubernetes in order, before you plan again:';
}

/** Heading of commands. */
export function upgradeKubernetesAfterwards(): string {
  return 'to bring kube-proxy, CoreDNS and Flannel to the new version after the apply, which leaves them as they are:';
}
