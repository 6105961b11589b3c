import type { DocumentKind } from './document-kind';

/** Specification that every container starts from. */
export const criBaseRuntimeSpecConfig: DocumentKind = {
  kind: 'CRIBaseRuntimeSpecConfig',
  since: 'v1.14',
  replaces: ['machine.baseRuntimeSpecOverrides'],
};
