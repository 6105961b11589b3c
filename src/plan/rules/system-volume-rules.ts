import { blocksOf } from '../read/attributes';
import type { ConfigurationDocuments } from '../read/configuration-field';
import { isLost } from '../read/machines';
import type { GuardFacts, GuardRule } from './guard-rule';
import type { Refusal } from './refusal';
import { systemVolumeMoves } from './system-volume-faults';

/** Rules about the places of volumes of Talos itself. */
export const SYSTEM_VOLUME_RULES: readonly GuardRule[] = [systemVolumesStay];

/** Volumes that are directories of `EPHEMERAL` unless a machine is made with a place for them. */
const PARTS = ['ETCD', 'CRI', 'KUBELET', 'LOG'];

function systemVolumesStay({ changed }: GuardFacts): readonly Refusal[] {
  return changed
    .filter(({ machine }) => !isLost(machine))
    .flatMap(({ machine: { name }, before, after }) =>
      PARTS.filter((part) => hasPlace(before, part) !== hasPlace(after, part)).map((part) => ({
        kind: 'system-volume-moves' as const,
        accept: [name],
        message: systemVolumeMoves(name, part, hasPlace(after, part)),
      })),
    );
}

/** As Talos tells a partition from a directory: anything that is said about its place makes it one. */
function hasPlace(documents: ConfigurationDocuments, part: string): boolean {
  const [provisioning = {}] = blocksOf(documents.get(`VolumeConfig ${part}`), 'provisioning');
  return Object.keys(provisioning).length > 0;
}
