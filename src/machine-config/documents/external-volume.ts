import { withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** A volume that something outside of the machine holds. */
export interface ExternalVolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'ExternalVolumeConfig';
  /** Name that it is mounted under. */
  readonly name: string;
  /** How the machine reaches it. */
  readonly filesystemType: 'virtiofs';
}

/** Directories that a virtual machine shares with its host. */
export const externalVolumeConfig: DocumentKind<ExternalVolumeConfig> = {
  kind: 'ExternalVolumeConfig',
  since: 'v1.13',
  render: (_cluster, { shares = [] }) =>
    shares.map(({ name, tag, readOnly, secure, disableAccessTime }) => ({
      apiVersion: 'v1alpha1',
      kind: 'ExternalVolumeConfig',
      name,
      filesystemType: 'virtiofs',
      mount: { ...withoutEmpty({ readOnly, disableAccessTime, secure }), virtiofs: { tag } },
    })),
};
