import type { CiliumRelease } from '../manifests/cni/settings';
import type { KubernetesOptions } from '../manifests/settings';

/** Kubernetes of the cluster: versions, networks and what is there from the first boot. */
export interface KubernetesSpec extends KubernetesOptions<string | number | boolean> {
  /** Version of Kubernetes, such as `v1.36.3`. On a cluster that runs, let `talosctl upgrade-k8s` raise it first, then write it here. */
  readonly version: string;
  /**
   * Second version, for the machines with `update: true`.
   * @default - none
   */
  readonly update?: KubernetesUpdateSpec;
  /**
   * Accept a Kubernetes version that this Talos version does not support. The option `--advice` names it.
   * @default false
   */
  readonly allowUnsupported?: boolean;
  /**
   * Network of the pods: `flannel` as Talos brings it, `none` to install one yourself, or Cilium with its version. It is installed once
   * and never taken away; `none` after Cilium hands Cilium over.
   * @default flannel
   */
  readonly cni?: 'flannel' | 'none' | CiliumChoice;
  /**
   * Further names and addresses in the certificates of the Kubernetes API. Those of the machines, the VIP and the
   * endpoint are always there.
   * @default - none
   */
  readonly certSans?: readonly string[];
  /**
   * Audit policy of the API server: the path of a file, or its content. It takes the place of the one of Talos as a whole.
   * The log is `/var/log/audit/kube` on the control planes.
   * @default - metadata of every request
   */
  readonly auditPolicy?: string | Readonly<Record<string, unknown>>;
  /**
   * Manifests in the machine configuration, applied at bootstrap after network and DNS.
   * @default - none
   */
  readonly inlineManifests?: readonly (ManifestText | ManifestFile)[];
}

/** Kubernetes of the machines with `update: true`. */
export interface KubernetesUpdateSpec {
  /** Kubernetes version of the machines with `update: true`. */
  readonly version: string;
}

/** The choice of Cilium. */
export interface CiliumChoice {
  /** Cilium, installed at bootstrap by a Job in the machine configuration. */
  readonly cilium: CiliumSpec;
}

/** Cilium, and the values of its chart. */
export interface CiliumSpec extends CiliumRelease {
  /**
   * Values of the Cilium chart: the path of a file that GitOps can use as well, or the values here.
   * @default - what Talos needs
   */
  readonly values?: string | Readonly<Record<string, unknown>>;
}

/** A manifest in the cluster file. */
export interface ManifestText {
  /** Name of the manifest, once in the cluster. */
  readonly name: string;
  /** Kubernetes objects as YAML. */
  readonly contents: string;
}

/** A manifest in a file of its own. */
export interface ManifestFile {
  /** Name of the manifest, once in the cluster. */
  readonly name: string;
  /** Path of a YAML file with Kubernetes objects. */
  readonly file: string;
}
