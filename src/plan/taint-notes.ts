import { taintsNeedKubectl, type TaintTexts } from '../errors/node-taints';
import { MachineType } from '../values/machine-type';
import { comparedMain } from './machine-configuration';
import type { PlannedMachine } from './machines';
import type { Values } from './plan-json';
import { textOf } from './values';

/** A taint of the kubelet's configuration: what tells it apart, and the whole. */
interface Taint {
  readonly identity: string;
  readonly text: string;
}

/** What a person does about changed taints of a worker: it sets them when it registers, and Kubernetes lets it change none. */
export function notesOfTaints({ name, machineType, configuration }: PlannedMachine): readonly string[] {
  if (machineType !== MachineType.WORKER || configuration === undefined) return [];
  const compared = comparedMain(configuration);
  if (compared === undefined) return [];
  const [before, after] = compared.map(taintsOf) as [readonly Taint[], readonly Taint[]];
  const changes: TaintTexts = {
    set: textsOf(after.filter(({ text }) => before.every((taint) => taint.text !== text))),
    removed: before.map(({ identity }) => identity).filter((one) => after.every(({ identity }) => identity !== one)),
  };
  return changes.set.length + changes.removed.length === 0 ? [] : [taintsNeedKubectl(name, changes)];
}

function textsOf(taints: readonly Taint[]): readonly string[] {
  return taints.map(({ text }) => text);
}

function taintsOf(main: Values): readonly Taint[] {
  const registered = valueAt(main, ['machine', 'kubelet', 'extraConfig', 'registerWithTaints']);
  if (!Array.isArray(registered)) return [];
  return registered.map((taint: Values) => {
    const [key = '', value = '', effect = ''] = ['key', 'value', 'effect'].map((field) => textOf(taint, field));
    return { identity: `${key}:${effect}`, text: `${key}${value === '' ? '' : `=${value}`}:${effect}` };
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
