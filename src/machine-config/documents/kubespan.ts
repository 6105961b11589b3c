import { type Fields, withoutEmpty } from '../fields';
import type { KubeSpanOptions } from '../settings/kubespan';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Tunnels of one machine to all others. */
export interface KubeSpanConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeSpanConfig';
  /** If there are any. */
  readonly enabled: boolean;
}

/** KubeSpan, a mesh of WireGuard tunnels between machines. */
export const kubeSpanConfig: DocumentKind<KubeSpanConfig> = {
  kind: 'KubeSpanConfig',
  since: 'v1.13',
  render: (_cluster, { kubeSpan }) =>
    kubeSpan === undefined
      ? []
      : [
          {
            apiVersion: 'v1alpha1',
            kind: 'KubeSpanConfig',
            ...tunnelFields(kubeSpan),
            enabled: kubeSpan.enabled ?? true,
          },
        ],
  legacy: (_cluster, { kubeSpan }) =>
    kubeSpan === undefined
      ? {}
      : { machine: { network: { kubespan: { ...tunnelFields(kubeSpan), enabled: kubeSpan.enabled ?? true } } } },
  replaces: ['machine.network.kubespan'],
};

/** Places where peers reach a machine have a document of their own. */
function tunnelFields(kubeSpan: KubeSpanOptions): Fields {
  const { advertiseKubernetesNetworks, allowDownPeerBypass, harvestExtraEndpoints, mtu, endpointFilters } = kubeSpan;
  const { excludeAdvertisedNetworks } = kubeSpan;
  return withoutEmpty({
    advertiseKubernetesNetworks,
    allowDownPeerBypass,
    harvestExtraEndpoints,
    mtu,
    filters: { endpoints: endpointFilters, excludeAdvertisedNetworks },
  });
}
