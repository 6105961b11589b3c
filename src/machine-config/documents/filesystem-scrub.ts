import type { DocumentKind, TalosDocument } from './document-kind';

/** How often file systems compare what is written on them. */
export interface FilesystemScrubConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'FilesystemScrubConfig';
  /** Time in which each does so once, with its unit. */
  readonly interval: string;
}

/** Scrubbing of file systems, of which there is none without a document. */
export const filesystemScrubConfig: DocumentKind<FilesystemScrubConfig> = {
  kind: 'FilesystemScrubConfig',
  since: 'v1.14',
  render: (_cluster, { safeguards: { filesystemScrubHours: hours = 0 } = {} }) =>
    hours === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'FilesystemScrubConfig', interval: `${hours}h` }],
};
