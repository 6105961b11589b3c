import { taintsNeedKubectl, type TaintTexts } from './note-texts';
import { MachineType } from '../../values/machine-type';
import type { ChangedMachine } from '../read/changed-machine';
import { type ConfigurationDocuments, fieldOf, inMain } from '../read/configuration-field';
import type { Values } from '../read/plan-json';
import { textOf } from '../read/attributes';

/** A taint in the configuration of the kubelet: its identity, and the whole. */
interface Taint {
  readonly identity: string;
  readonly text: string;
}

const REGISTERED_TAINTS = [inMain('machine.kubelet.extraConfig.registerWithTaints')];

/** Commands for changed taints of a worker: it sets them only when it registers, and Kubernetes does not let it change them later. */
export function notesOfTaints({ machine, before, after }: ChangedMachine): readonly string[] {
  if (machine.machineType !== MachineType.WORKER) return [];
  const [old, planned] = [taintsOf(before), taintsOf(after)];
  const changes: TaintTexts = {
    set: textsOf(planned.filter(({ text }) => old.every((taint) => taint.text !== text))),
    removed: old.map(({ identity }) => identity).filter((one) => planned.every(({ identity }) => identity !== one)),
  };
  return changes.set.length + changes.removed.length === 0 ? [] : [taintsNeedKubectl(machine.name, changes)];
}

function textsOf(taints: readonly Taint[]): readonly string[] {
  return taints.map(({ text }) => text);
}

function taintsOf(documents: ConfigurationDocuments): readonly Taint[] {
  const registered = fieldOf(documents, REGISTERED_TAINTS);
  if (!Array.isArray(registered)) return [];
  return registered.map((taint: Values) => {
    const [key = '', value = '', effect = ''] = ['key', 'value', 'effect'].map((field) => textOf(taint, field));
    return { identity: `${key}:${effect}`, text: `${key}${value === '' ? '' : `=${value}`}:${effect}` };
  });
}
