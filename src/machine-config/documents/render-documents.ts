import { joinFields } from '../fields';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';
import type { MainFields, TalosDocument } from './document-kind';
import { DOCUMENT_KINDS } from './document-kinds';

/** The documents of a machine beside the main one, of the kinds that the contract has. */
export function renderDocuments(cluster: ClusterSettings, machine: MachineSettings): readonly TalosDocument[] {
  return DOCUMENT_KINDS.filter(({ since }) => cluster.contract.isAtLeast(since)).flatMap(
    ({ render }) => render?.(cluster, machine) ?? [],
  );
}

/** The fields of the main document that say the same as the documents which the contract does not have yet. */
export function renderLegacyFields(cluster: ClusterSettings, machine: MachineSettings): MainFields {
  return DOCUMENT_KINDS.filter(({ since }) => !cluster.contract.isAtLeast(since))
    .flatMap(({ legacy }) => legacy?.(cluster, machine) ?? [])
    .reduce<MainFields>((fields, more) => joinFields({ ...fields }, { ...more }), {});
}
