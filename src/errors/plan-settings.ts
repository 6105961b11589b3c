/** Sentences of the guard about what of a running cluster and of its disks cannot change. */

/** For networks, DNS domain, CNI and kube-proxy of a cluster that runs. */
export function clusterNetworkChanges(cluster: string, settings: readonly string[]): string {
  return (
    `${cluster}: ${settings.join(', ')} would change on a running cluster: nodes and services keep what they have, Talos takes no CNI and ` +
    'no kube-proxy away, and pods lose each other; write the old value back, or make a new cluster with the new one'
  );
}

/** For the endpoint of a cluster, or whoever else issues its tokens. */
export function clusterAccessChanges(cluster: string, settings: readonly string[]): string {
  return (
    `${cluster}: ${settings.join(', ')} would change on a running cluster: service account tokens are issued by it, so the API would ` +
    'refuse every pod that runs until it is restarted, and kubeconfigs handed out would miss the cluster; write the old value back, or accept it and restart all pods after the apply'
  );
}

/** For secrets of a cluster that other machines, and what is stored, live by. */
export function clusterSecretsChange(cluster: string, settings: readonly string[]): string {
  return (
    `${cluster}: ${settings.join(', ')} would change in the configuration of machines that live by it: nodes would refuse each other, and ` +
    'what is encrypted with a key is lost without it; take the change back; authorities are changed with talosctl rotate-ca'
  );
}

/** For a disk that gets another serial number. */
export function diskSerialChanges(
  machine: string,
  disk: string,
  from: string,
  to: string,
  volume: string | undefined,
): string {
  const way = volume === undefined ? `write serial: ${from} for it` : `call it ${volume} again`;
  return (
    `${machine}: the serial number of disk ${disk} would change from ${from} to ${to || 'none'}, and what finds the disk by it would no ` +
    `longer find its data; ${way}, or move the data to a new disk`
  );
}

/** For a volume that gets another name on the same disk. */
export function volumeRenamed(machine: string, from: string, to: string): string {
  return (
    `${machine}: volume ${from} would become ${to} on the same disk; Talos finds a volume by its name, so it would look for an empty ` +
    `disk and leave the data of ${from} unmounted; call it ${from} again, or move the data to a new disk`
  );
}
