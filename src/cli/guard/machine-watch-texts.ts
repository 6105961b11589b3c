import type { JoinFindings } from './machine-watch';

/** Printed after an apply: machines that are not ready, as far as it is known. */
export function machinesNotReady({ notReady, silence }: JoinFindings): string {
  const names = (hasJoined: boolean): string =>
    notReady
      .filter((each) => each.hasJoined === hasJoined)
      .map(({ name }) => name)
      .join(', ');
  const [joined, others] = [names(true), names(false)];
  if (silence !== undefined) {
    return `not known if these machines are ready: ${notReady.map(({ name }) => name).join(', ')}; the Kubernetes API does not say: ${silence}`;
  }
  const parts = [
    ...(joined === '' ? [] : [`joined, not ready yet: ${joined}`]),
    ...(others === '' ? [] : [`not joined yet: ${others}`]),
  ];
  return `Kubernetes when the apply ended: ${parts.join('; ')}`;
}
