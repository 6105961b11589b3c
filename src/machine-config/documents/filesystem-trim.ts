import type { DocumentKind, TalosDocument } from './document-kind';

/** How often file systems tell their disks what they do not use. */
export interface FilesystemTrimConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'FilesystemTrimConfig';
  /** Time in which each does so once, with its unit. */
  readonly interval?: string;
  /** Takes away what Talos generates. */
  readonly $patch?: 'delete';
}

/** Trimming of file systems, of which there is none without a document. */
export const filesystemTrimConfig: DocumentKind<FilesystemTrimConfig> = {
  kind: 'FilesystemTrimConfig',
  since: 'v1.14',
  render(_cluster, { safeguards: { filesystemTrimHours: hours } = {} }) {
    if (hours === undefined) return [];
    const how = hours === 0 ? ({ $patch: 'delete' } as const) : { interval: `${hours}h` };
    return [{ apiVersion: 'v1alpha1', kind: 'FilesystemTrimConfig', ...how }];
  },
};
