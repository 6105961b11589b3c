import type { DocumentKind } from './document-kind';

/** Access of pods to the Talos API. */
export const kubeTalosApiAccessConfig: DocumentKind = {
  kind: 'KubeTalosAPIAccessConfig',
  since: 'v1.14',
  replaces: ['machine.features.kubernetesTalosAPIAccess'],
};
