import type { KubernetesObject } from './kubernetes-object';

/** A piece of Kubernetes that Talos creates as soon as the Kubernetes API answers. */
export interface InlineManifest {
  /** Name by which Talos knows the manifest; unique in the cluster. */
  readonly name: string;
  /**
   * One or several Kubernetes objects: plain data, or YAML text. A value that only OpenTofu knows, such as a secret, may
   * stand anywhere in plain data; it may be a text as a whole, but no part of one.
   */
  readonly contents: string | readonly KubernetesObject[];
}
