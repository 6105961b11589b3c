import type { DocumentKind } from './document-kind';

/** KubeSpan, a mesh of WireGuard tunnels between machines. */
export const kubeSpanConfig: DocumentKind = {
  kind: 'KubeSpanConfig',
  since: 'v1.13',
  replaces: ['machine.network.kubespan'],
};
