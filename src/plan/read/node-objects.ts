import { blocksOf, textOf } from './attributes';
import type { Values } from './plan-json';
import type { AskedMachine } from './version-questions';

/** Objects of a list as the Kubernetes API answers it; nothing if it is no list. */
export function itemsOf(list: unknown): readonly Values[] | undefined {
  if (typeof list !== 'object' || list === null || !Array.isArray((list as Values).items)) return undefined;
  return blocksOf(list as Values, 'items');
}

/** The Node object of a machine: the one of its address, else the one of its name. */
export function nodeOf({ name, address }: Partial<AskedMachine>, nodes: readonly Values[]): Values | undefined {
  const isNamed = (node: Values): boolean => name !== undefined && nameOf(node) === name;
  return nodes.find((each) => address !== undefined && addressesOf(each).includes(address)) ?? nodes.find(isNamed);
}

/** If the kubelet of a node says that it takes pods. */
export function isReady(node: Values): boolean {
  const conditions = blocksOf(statusOf(node), 'conditions');
  return conditions.some((each) => textOf(each, 'type') === 'Ready' && textOf(each, 'status') === 'True');
}

/** Id of the present boot of a node's kernel, as its kubelet has reported it; nothing if it has not. */
export function bootIdOf(node: Values): string | undefined {
  const id = textOf(blocksOf(statusOf(node), 'nodeInfo')[0], 'bootID');
  return id === '' ? undefined : id;
}

/** Name of an object. */
export function nameOf(object: Values): string | undefined {
  return textOf(blocksOf(object, 'metadata')[0], 'name');
}

/** Its status. */
export function statusOf(object: Values): Values | undefined {
  return blocksOf(object, 'status')[0];
}

function addressesOf(node: Values): readonly string[] {
  return blocksOf(statusOf(node), 'addresses')
    .filter((each) => textOf(each, 'type') === 'InternalIP')
    .flatMap((each) => textOf(each, 'address') ?? []);
}
