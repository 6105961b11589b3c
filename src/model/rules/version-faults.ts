import { quoteValue } from '../../errors/spec';

/** A Talos version that is newer than what the tables of this library know. */
export function unknownTalosVersion(got: string): string {
  return `got ${quoteValue(got)}, which is newer than what is known here; extensions and the range of Kubernetes versions are not checked`;
}

/** A contract that an image does not understand. */
export function contractAboveImage(got: string, version: string, minor: string): string {
  return `got ${quoteValue(got)}; machines boot Talos ${version}, which does not know it yet, write ${quoteValue(minor)} or an older one`;
}

/** A Kubernetes version that a Talos version does not run. */
export function kubernetesUnsupported(got: string, talos: string, min: string, max: string): string {
  return `got ${quoteValue(got)}; Talos ${talos} supports Kubernetes ${min} to ${max}, write one of these or kubernetes.allowUnsupported: true`;
}

/** Such a version that was asked for. */
export function kubernetesUnsupportedAllowed(got: string, talos: string, min: string, max: string): string {
  return `got ${quoteValue(got)}; Talos ${talos} supports Kubernetes ${min} to ${max} only`;
}

/** An update that changes nothing. */
export function emptyUpdate(): string {
  return 'got {}; write a version, a schematic or both';
}

/** An update that brings what all machines have already. */
export function updateEqualsCurrent(place: string, version: string): string {
  return `the same as ${place} (${version}); write what machines shall be updated to, or remove the update and every update: true`;
}

/** An update to an older version. */
export function updateDowngrades(got: string, place: string, current: string): string {
  return `got ${quoteValue(got)}, which is older than ${place}, ${current}; write a newer version`;
}

/** An update of Talos over several minor versions. */
export function updateSkipsMinors(got: string, current: string, next: string): string {
  return `got ${quoteValue(got)} after ${current}; Talos is made to be updated by one minor version at a time, go to ${next} first`;
}

/** An update that is written but not taken. */
export function updateWithoutMachine(): string {
  return 'no machine takes the update; write update: true at those that shall, or remove it';
}

/** A worker with a newer Kubernetes than the control planes. */
export function workerAheadOfControlPlanes(got: string, newest: string): string {
  return `got true, which gives the machine Kubernetes ${got} while the control planes have ${newest}; write update: true at a control plane first`;
}
