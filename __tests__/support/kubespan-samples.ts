import type { Sample } from './key-samples';

/** Values for the keys of KubeSpan. */
export const KUBESPAN_SAMPLES: Readonly<Record<string, Sample>> = {
  'kubeSpan.enabled': { values: [true, false] },
  'kubeSpan.advertiseKubernetesNetworks': { values: [undefined, false, true] },
  'kubeSpan.allowDownPeerBypass': { values: [undefined, false, true] },
  'kubeSpan.harvestExtraEndpoints': { values: [undefined, false, true] },
  'kubeSpan.mtu': { values: [undefined, 1380] },
  'kubeSpan.endpointFilters.0': { values: [undefined, ['10.0.0.0/8']] },
  'kubeSpan.excludeAdvertisedNetworks.0': { values: [undefined, ['192.168.0.0/24']] },
  'kubeSpan.extraEndpoints.0': { values: [undefined, ['203.0.113.9:51820']] },
};

/** Every key of KubeSpan. */
export const WHOLE_KUBESPAN = {
  enabled: true,
  advertiseKubernetesNetworks: true,
  allowDownPeerBypass: true,
  harvestExtraEndpoints: true,
  mtu: 1380,
  endpointFilters: ['10.0.0.0/8'],
  excludeAdvertisedNetworks: ['192.168.0.0/24'],
  extraEndpoints: ['203.0.113.9:51820'],
};
