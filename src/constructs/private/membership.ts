import { TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ITalosNode } from '../node/talos-node';

/** Where a machine keeps the path of its cluster; by `Symbol.for`, as two copies of this library may be loaded. */
const CLUSTER = Symbol.for('cdktf-proxmox-talos.cluster');
/** Where a stack keeps which cluster configures what answers at an address. */
const ADDRESSES = Symbol.for('cdktf-proxmox-talos.addresses');

interface Member {
  [CLUSTER]?: string;
}

interface StackOfMembers {
  [ADDRESSES]?: Map<string, string>;
}

/** A machine that a cluster configures already. */
export interface TakenNode {
  /** Name of the machine. */
  readonly hostname: string;
  /** Path of the cluster. */
  readonly cluster: string;
}

/**
 * Machines that another cluster configures: the same construct, or one with the same address in the same stack.
 *
 * @param user the cluster that asks
 */
export function takenNodes(user: Construct, nodes: readonly ITalosNode[]): readonly TakenNode[] {
  const { [ADDRESSES]: addresses } = TerraformStack.of(user) as StackOfMembers;
  return nodes.flatMap((node) => {
    const cluster = (node as Member)[CLUSTER] ?? addresses?.get(node.address);
    return cluster === undefined ? [] : [{ hostname: node.hostname, cluster }];
  });
}

/** Makes machines members of a cluster. */
export function takeNodes(user: Construct, nodes: readonly ITalosNode[]): void {
  const stack = TerraformStack.of(user) as StackOfMembers;
  const addresses = (stack[ADDRESSES] ??= new Map());
  for (const node of nodes) {
    (node as Member)[CLUSTER] = user.node.path;
    if (!Token.isUnresolved(node.address)) addresses.set(node.address, user.node.path);
  }
}
