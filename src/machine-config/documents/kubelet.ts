import { type Fields, isFields, withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** The kubelet of a machine. */
export interface KubeletConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeletConfig';
  /** Addresses that pods ask for names. */
  readonly clusterDNS?: unknown;
  /** Further arguments. */
  readonly extraArgs?: unknown;
  /** Fields of its own configuration. */
  readonly config?: unknown;
  /** Runs pods without a seccomp profile of their own under that of the container runtime. */
  readonly defaultRuntimeSeccompProfileEnabled?: unknown;
}

/** The kubelet. Its mounts and its directory of static pods are gone since; rules refuse them. */
export const kubeletConfig: DocumentKind<KubeletConfig> = {
  kind: 'KubeletConfig',
  since: 'v1.14',
  render(_cluster, _machine, { machine }) {
    const { clusterDNS, extraArgs, extraConfig, defaultRuntimeSeccompProfileEnabled } = kubeletOf(machine);
    // an empty list in the configuration of the kubelet says something
    const fields = withoutEmpty({ clusterDNS, extraArgs, config: extraConfig, defaultRuntimeSeccompProfileEnabled }, [
      'config',
    ]);
    return Object.keys(fields).length === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'KubeletConfig', ...fields }];
  },
  replaces: ['machine.kubelet'],
  settings: { image: 'kubernetes.version' },
};

/** Fields of the kubelet in older contracts. */
export function kubeletOf(machine: Fields | undefined): Fields {
  return isFields(machine?.kubelet) ? machine.kubelet : {};
}
