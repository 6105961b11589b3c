/** Settings of a virtual machine that are another one's when it is made again. */
const OF_ONE_MACHINE = /^(?:meta|smbios1|vmgenid)$/;

/** MAC address that Proxmox VE gives a network card. */
const MAC_ADDRESS = /(?<==)(?:[0-9A-F]{2}:){5}[0-9A-F]{2}/g;

/**
 * Everything that a homelab has, one line each, in words that are the same in every homelab: two clusters that came up in
 * different ways have the same lines, unless something was lost or doubled.
 *
 * @param inventory what the simulator tells of itself
 * @param block of the homelab
 * @returns sorted
 */
export function belongings({ proxmox, talos, git }: any, block: number): string[] {
  const lines = [
    ...proxmox.flatMap(linesOfEndpoint),
    ...talos.nodes.map(machineLine),
    // ids of clusters are secret and new each time: what counts is that there is one
    `${new Set(talos.nodes.map((node: any) => node.clusterId)).size} cluster`,
    ...Object.values(talos.etcd)
      .flat()
      .map(({ hostname }: any) => `etcd member ${hostname}`),
    ...(git ?? []).flatMap(linesOfRepository),
  ];
  return lines.map((line) => line.replaceAll(`127.${block}.`, '127.*.')).sort();
}

function linesOfEndpoint({ guests, files, pools, mappings }: any) {
  return [
    ...guests.flatMap(linesOfGuest),
    ...files.map(({ id, host, bytes }: any) => `file ${id} on ${host}, ${bytes} bytes`),
    ...Object.keys(pools).map((pool) => `pool ${pool}`),
    ...Object.entries(mappings as Record<string, string[]>).flatMap(([kind, names]) =>
      names.map((name: string) => `${kind} mapping ${name}`),
    ),
  ];
}

function linesOfGuest({ id, name, host, status, config, pending, volumes }: any) {
  const settings = Object.entries(config).filter(([key]) => !OF_ONE_MACHINE.test(key));
  return [
    `VM ${id} ${name} on ${host} is ${status}`,
    ...settings.map(([key, value]) => `VM ${id} has ${key} ${String(value).replace(MAC_ADDRESS, '*')}`),
    ...pending.map((change: unknown) => `VM ${id} waits with ${JSON.stringify(change)}`),
    ...volumes.map(
      (volume: any) => `volume ${volume.id} on ${volume.host}, ${volume.bytes} bytes, ${contentOf(volume)}`,
    ),
  ];
}

function contentOf({ image }: any): string {
  return image === undefined ? 'empty' : `Talos ${image.version} with ${image.schematicId}`;
}

function machineLine({ name, where, on, address, machineType, hostname, clusterName, bootstrapped }: any): string {
  const role = `${machineType ?? 'nothing'} ${hostname ?? ''} of ${clusterName ?? 'no cluster'}`;
  return `machine ${name} at ${where}, ${on ? 'on' : 'off'}, ${address}: ${role}${bootstrapped ? ', bootstrapped' : ''}`;
}

function linesOfRepository({ name, files, deployKeys }: any) {
  return [
    ...files.map((file: string) => `${file} in ${name}`),
    ...deployKeys.map(({ title, readOnly }: any) => `deploy key ${title} of ${name}, ${readOnly ? 'reads' : 'writes'}`),
  ];
}

/** Differences between two homelabs, one line each. */
export function differences(wanted: readonly string[], got: readonly string[]): string[] {
  const left = [...got];
  const lost = wanted.filter((line) => {
    const at = left.indexOf(line);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
  return [...lost.map((line) => `missing: ${line}`), ...left.map((line) => `too much: ${line}`)];
}
