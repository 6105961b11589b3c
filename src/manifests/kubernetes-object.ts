/** A Kubernetes object as plain data. */
export interface KubernetesObject extends Readonly<Record<string, unknown>> {
  /** Group and version of the kind, such as `apps/v1`. */
  readonly apiVersion: string;
  /** Kind of the object, such as `Deployment`. */
  readonly kind: string;
}
