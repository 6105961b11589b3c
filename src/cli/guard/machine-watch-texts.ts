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
    const all = notReady.map(({ name }) => name).join(', ');
    return (
      `when the apply ended, the Kubernetes API did not say yet if these machines are ready: ${all} (${silence}); ` +
      'talos.healthCheck has an apply wait for them'
    );
  }
  const parts = [
    ...(joined === '' ? [] : [`joined, not ready yet: ${joined}`]),
    ...(others === '' ? [] : [`not joined yet: ${others}`]),
  ];
  return `Kubernetes when the apply ended: ${parts.join('; ')}`;
}
