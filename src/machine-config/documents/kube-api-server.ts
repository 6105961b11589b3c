import { withoutEmpty } from '../fields';
import { type ComponentFields, componentFieldsOf, componentOf } from './component';
import type { DocumentKind, TalosDocument } from './document-kind';
import { OIDC_ARGUMENT } from './kube-authentication';

/** The API server. */
export interface KubeApiServerConfig extends TalosDocument, ComponentFields {
  /** The kind of document. */
  readonly kind: 'KubeAPIServerConfig';
  /** Further names and addresses in its certificate. */
  readonly certExtraSANs?: unknown;
}

/** The API server; sign-in, admission and audit have documents of their own. */
export const kubeApiServerConfig: DocumentKind<KubeApiServerConfig> = {
  kind: 'KubeAPIServerConfig',
  since: 'v1.14',
  render(_cluster, _machine, { cluster }) {
    const apiServer = componentOf(cluster, 'apiServer');
    if (apiServer === undefined) return [];
    const { extraArgs = {}, ...others } = apiServer;
    const kept = Object.entries(extraArgs as object).filter(([name]) => !OIDC_ARGUMENT.test(name));
    const fields = {
      ...withoutEmpty({ certExtraSANs: others.certSANs }),
      ...componentFieldsOf({ ...others, extraArgs: Object.fromEntries(kept) }),
    };
    return Object.keys(fields).length === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'KubeAPIServerConfig', ...fields }];
  },
  replaces: ['cluster.apiServer', 'cluster.controlPlane.localAPIServerPort'],
  settings: { image: 'kubernetes.version' },
  variables: ['env.*'],
};
