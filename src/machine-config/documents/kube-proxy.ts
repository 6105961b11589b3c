import { fieldAt, isFields } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** The proxy of services. */
export interface KubeProxyConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeProxyConfig';
  /** If it runs. */
  readonly enabled?: boolean;
  /** Fields of its own configuration. */
  readonly config?: { readonly metricsBindAddress: unknown };
}

/** kube-proxy. Talos warns of arguments since it has a configuration. */
export const kubeProxyConfig: DocumentKind<KubeProxyConfig> = {
  kind: 'KubeProxyConfig',
  since: 'v1.14',
  render(_cluster, _machine, { cluster }) {
    const proxy = cluster?.proxy;
    if (!isFields(proxy)) return [];
    const metricsBindAddress = fieldAt(proxy, ['extraArgs', 'metrics-bind-address']);
    return [
      {
        apiVersion: 'v1alpha1',
        kind: 'KubeProxyConfig',
        ...(proxy.disabled === true ? { enabled: false } : { config: { metricsBindAddress } }),
      },
    ];
  },
  replaces: ['cluster.proxy'],
  settings: { image: 'kubernetes.version' },
};
