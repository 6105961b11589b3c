import type { TalosContract } from '../../values/talos-contract';
import { joinFields } from '../fields';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';
import type { MainFields, TalosDocument } from './document-kind';
import { DOCUMENT_KINDS } from './document-kinds';

/** The documents of a machine beside the main one, of the kinds that the contract has. */
export function renderDocuments(
  cluster: ClusterSettings,
  machine: MachineSettings,
  machines: readonly MachineSettings[],
): readonly TalosDocument[] {
  return kindsFor(cluster.contract).known.flatMap(({ render }) => render?.(cluster, machine, machines) ?? []);
}

/** The fields of the main document that say the same as the documents which the contract does not have yet. */
export function renderLegacyFields(cluster: ClusterSettings, machine: MachineSettings): MainFields {
  return kindsFor(cluster.contract)
    .later.flatMap(({ legacy }) => legacy?.(cluster, machine) ?? [])
    .reduce<MainFields>((fields, more) => joinFields({ ...fields }, { ...more }), {});
}

/** Kinds of documents, as a contract sees them. */
interface ContractKinds {
  /** Those that it has. */
  readonly known: typeof DOCUMENT_KINDS;
  /** Those that only later ones have. */
  readonly later: typeof DOCUMENT_KINDS;
}

/** All machines of a cluster have one contract. */
const sorted = new WeakMap<TalosContract, ContractKinds>();

function kindsFor(contract: TalosContract): ContractKinds {
  const found = sorted.get(contract);
  if (found !== undefined) return found;
  const kinds = {
    known: DOCUMENT_KINDS.filter(({ since }) => contract.isAtLeast(since)),
    later: DOCUMENT_KINDS.filter(({ since }) => !contract.isAtLeast(since)),
  };
  sorted.set(contract, kinds);
  return kinds;
}
