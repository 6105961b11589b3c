import type { DocumentKind } from './document-kind';

/** Time servers of a machine. */
export const timeSyncConfig: DocumentKind = {
  kind: 'TimeSyncConfig',
  since: 'v1.12',
  replaces: ['machine.time'],
};
