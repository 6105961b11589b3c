/** An even number of control planes. */
export function evenControlPlanes(count: number): string {
  const fewer = count === 2 ? '1 does' : `${count - 1} do`;
  return `there are ${count} control planes; more than half of them must run, so ${count} survive the loss of no more machines than ${fewer}; write an odd number`;
}

/** Control planes that all fail together. */
export function controlPlanesOnOneHost(count: number, host: string): string {
  return `all ${count} control planes run on ${host}; the cluster stops with that host, spread them over several`;
}

/** A cluster whose clients all depend on one machine. */
export function noSharedEndpoint(count: number, address: string): string {
  return `there are ${count} control planes but neither vip nor endpoint; clients ask ${address} only and lose the Kubernetes API with that machine, write a vip`;
}

/** A cluster without a machine that takes workloads. */
export function nothingTakesWorkloads(): string {
  return 'there are no workers and control planes take no workloads; add a worker or write kubernetes.schedulingOnControlPlanes: true';
}
