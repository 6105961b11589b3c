import { withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';
import { upkeepOf } from './volume-upkeep';

/** A volume that is there already. */
export interface ExistingVolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'ExistingVolumeConfig';
  /** Name that it is mounted under. */
  readonly name: string;
  /** Which volume. */
  readonly discovery: { readonly volumeSelector: { readonly match: string } };
}

/** Volumes that are there already. */
export const existingVolumeConfig: DocumentKind<ExistingVolumeConfig> = {
  kind: 'ExistingVolumeConfig',
  since: 'v1.11',
  render: (_cluster, { storage: { existingVolumes = {} } = {} }) =>
    Object.entries(existingVolumes).map(
      ([name, { volumeSelector, readOnly, secure, disableAccessTime, trimHours, scrubHours }]) => ({
        apiVersion: 'v1alpha1',
        kind: 'ExistingVolumeConfig',
        name,
        discovery: { volumeSelector: { match: volumeSelector } },
        ...withoutEmpty({ mount: { readOnly, secure, disableAccessTime } }),
        ...upkeepOf({ trimHours, scrubHours }),
      }),
    ),
};
