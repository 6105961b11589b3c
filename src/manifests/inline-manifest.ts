/** A piece of Kubernetes that Talos creates as soon as the Kubernetes API answers. */
export interface InlineManifest {
  /** Name by which Talos knows the manifest; unique in the cluster. */
  readonly name: string;
  /** One or several Kubernetes objects as YAML. */
  readonly contents: string;
}
