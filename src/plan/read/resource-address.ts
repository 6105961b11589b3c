/** Instance key of a resource or a module, as it stands in an address: `[0]`, `["a.b"]`. */
const KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** Address of the block that a resource is written in: that of an instance without its keys. */
export function blockAddress(address: string): string {
  return address.replace(KEY, '');
}

/** The keys in the address of an instance, from the outside in. */
export function instanceKeys(address: string): readonly string[] {
  return address.match(KEY) ?? [];
}

/** The modules that an address lies in, such as `module.a.module.b.`; empty for the root. */
export function modulePath(address: string): string {
  return /^(?:module\.[^.]+\.)*/.exec(blockAddress(address))?.[0] ?? '';
}

/** Parts of a reference: names with their keys, such as `proxmox_virtual_environment_vm`, `a["x"]`, `ipv4_addresses`. */
export function referenceParts(reference: string): readonly string[] {
  return reference.match(/(?:[^.[\]]|\[(?:\d+|"(?:[^"\\]|\\.)*"|[^\]]*)\])+/g) ?? [];
}
