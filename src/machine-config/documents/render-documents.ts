import type { TalosContract } from '../../values/talos-contract';
import { type Fields, isFields, joinFields } from '../fields';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';
import type { MainFields, TalosDocument } from './document-kind';
import { DOCUMENT_KINDS } from './document-kinds';

/**
 * The documents of a machine beside the main one, of the kinds that the contract has.
 *
 * @param main the main document with all that contracts before these kinds have in it
 * @param machines all of the cluster
 */
export function renderDocuments(
  cluster: ClusterSettings,
  machine: MachineSettings,
  main: MainFields,
  machines: readonly MachineSettings[],
): readonly TalosDocument[] {
  return kindsFor(cluster.contract).known.flatMap(({ render }) => render?.(cluster, machine, main, machines) ?? []);
}

/** The main document without the fields that other documents of the contract say. */
export function withoutDocumentFields(contract: TalosContract, main: Fields): Fields {
  return kindsFor(contract).taken.reduce(withoutField, main);
}

function withoutField(value: Fields, [key = '', ...path]: readonly string[]): Fields {
  if (!Object.hasOwn(value, key)) return value;
  const { [key]: field, ...rest } = value;
  if (path.length === 0) return rest;
  if (!isFields(field)) return value;
  const inner = withoutField(field, path);
  if (inner === field) return value;
  return Object.keys(inner).length === 0 ? rest : { ...value, [key]: inner };
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
  /** Places of fields of the main document that those which it has say. */
  readonly taken: readonly (readonly string[])[];
}

/** All machines of a cluster have one contract. */
const sorted = new WeakMap<TalosContract, ContractKinds>();

function kindsFor(contract: TalosContract): ContractKinds {
  const found = sorted.get(contract);
  if (found !== undefined) return found;
  const known = DOCUMENT_KINDS.filter(({ since }) => contract.isAtLeast(since));
  const kinds = {
    known,
    later: DOCUMENT_KINDS.filter(({ since }) => !contract.isAtLeast(since)),
    // what has `legacy` is not in the main document in the first place
    taken: known
      .filter(({ render, legacy }) => render !== undefined && legacy === undefined)
      .flatMap(({ replaces = [], moves = [] }) => [...replaces, ...moves].map((field) => field.split('.'))),
  };
  sorted.set(contract, kinds);
  return kinds;
}
