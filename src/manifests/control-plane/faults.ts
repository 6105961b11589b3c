import { quoteValue } from '../../errors/spec';

/** An argument that Talos sets by itself. */
export function argumentOfTalos(argument: string): string {
  return `Talos sets ${argument} by itself, and with another value the component never starts; leave it out`;
}

/** An argument that is set in two ways. */
export function argumentMadeAlready(setting: string, argument: string): string {
  return `kubernetes.${setting} sets ${argument} already; leave one of the two out`;
}

/** A limit below what is kept for the pod. */
export function limitBelowRequest(got: string, request: string, isDefault: boolean): string {
  const whose = isDefault ? 'the request of Talos' : 'the request';
  return `got ${quoteValue(got)}, below ${whose}, ${request}; Kubernetes refuses such a pod, so write a higher limit or a lower request`;
}

/** A place in a pod that two volumes have. */
export function mountPathTaken(got: string): string {
  return `got ${quoteValue(got)}; another volume of the pod has that mountPath, write another`;
}

/** A place in a pod that Talos uses. */
export function mountPathOfTalos(got: string): string {
  return `got ${quoteValue(got)}; Talos has its own files there, write another mountPath`;
}

/** Something else than an audit policy. */
export function noAuditPolicy(missing: string): string {
  return `${missing} is missing; write apiVersion: audit.k8s.io/v1, kind: Policy and rules, of which the first that fits decides`;
}
