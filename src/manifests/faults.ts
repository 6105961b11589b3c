import { quoteValue } from '../errors/spec';

/** Kube-proxy that is off while nothing takes its place. */
export function kubeProxyWithoutReplacement(): string {
  return 'got false, but flannel does not take the place of kube-proxy; write true, or cni with cilium';
}

/** Kube-proxy that is off in the hope of a CNI that comes later. */
export function kubeProxyReplacedLater(): string {
  return 'got false with cni: none; services do not work until you install something that takes the place of kube-proxy';
}

/** Cilium that is told to leave kube-proxy alone. */
export function ciliumKeepsKubeProxy(): string {
  return 'got false, but the values of Cilium do not set kubeProxyReplacement: true; set it there or write kubeProxy: true';
}

/** For Cilium beside kube-proxy. */
export function ciliumBesideKubeProxy(): string {
  return 'Cilium takes the place of kube-proxy but kube-proxy runs too; write kubeProxy: false';
}

/** A manifest whose name another one has. */
export function manifestNameTaken(got: string): string {
  return `got ${quoteValue(got)}; another manifest has that name, write another`;
}

/** A manifest of which a part is known only to OpenTofu: line breaks in it would end the YAML. */
export function manifestTextKnownLater(name: string): string {
  return `inline manifest ${name}: contents is text with a value in it that is known later, whose line breaks would break the YAML; write the objects as plain data, where such a value may stand anywhere`;
}

/** A Secret of Kubernetes that is written out in a manifest. */
export function secretWrittenOut(name: string): string {
  return `the Secret ${quoteValue(name)} would stand readable in the files of the stack; give its values as tokens, such as the value of a sensitive variable, under stringData of an object in plain data, or make it in the cluster`;
}
