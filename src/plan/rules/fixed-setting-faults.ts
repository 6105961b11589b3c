/** Networks, DNS domain, CNI and kube-proxy of a cluster that runs. */
export function clusterNetworkChanges(cluster: string, settings: readonly string[]): string {
  return (
    `${cluster}: ${settings.join(', ')} would change on a running cluster: nodes and services keep what they have, Talos removes neither CNI nor ` +
    'kube-proxy, and pods lose each other; write the old value back, or create a new cluster with the new one'
  );
}

/** The endpoint of a cluster, or whoever else issues its tokens. */
export function clusterAccessChanges(cluster: string, settings: readonly string[]): string {
  return (
    `${cluster}: ${settings.join(', ')} would change on a running cluster: service account tokens are issued by it, so the API would ` +
    'refuse every pod that runs until it is restarted, and kubeconfigs handed out would miss the cluster; write the old value back, or accept it and restart all pods after the apply'
  );
}

/** Secrets of a cluster that other machines, and stored data, depend on. */
export function clusterSecretsChange(cluster: string, settings: readonly string[]): string {
  return (
    `${cluster}: ${settings.join(', ')} would change in the configuration of machines that use it: nodes would refuse each other, and ` +
    'what is encrypted with a key is lost without it; revert the change; authorities are changed with talosctl rotate-ca'
  );
}
