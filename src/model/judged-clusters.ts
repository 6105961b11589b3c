import { isDeepStrictEqual } from 'node:util';
import { refusedByTalos, refusedThoughMadeHere, warnedOfByTalos } from '../machine-config/faults';
import { discreetSentence } from '../machine-config/patches/discreet-sentence';
import type { JudgedFault, MachineJudge } from '../machine-config/machine-judge';
import { type FaultOrigin, type MachineShape, machineShapes, originOf } from '../machine-config/machine-shapes';
import type { LocatedFault } from '../cluster-file/cluster-spec-error';
import { settingOf } from './judged-settings';
import type { ReadCluster } from './parse-cluster-spec';

/** Talos' judgement of a cluster. */
export interface JudgedCluster {
  /** Faults that a machine or the Talos provider would refuse. */
  readonly faults: readonly LocatedFault[];
  /** Warnings of Talos, a line each, with the machine that it is about. */
  readonly warnings: readonly string[];
}

/**
 * Has Talos judge the machines of clusters, one of each shape, in one go.
 *
 * @returns the verdict on each cluster, in order
 */
export function judgeClusters(clusters: readonly ReadCluster[], judge: MachineJudge): readonly JudgedCluster[] {
  const shapes = clusters.map(({ model }) =>
    machineShapes(
      model.cluster,
      model.nodes.map(({ machine }) => machine),
    ),
  );
  const answers = judge(shapes.flat().map(({ request }) => request));
  let next = 0;
  return clusters.map((cluster, index) => {
    const judged = (shapes[index] ?? []).map((shape) => ({ shape, answer: answers[next++] ?? {} }));
    return {
      faults: together(
        judged.flatMap(({ shape, answer: { faults = [] } }) =>
          faults.map((fault) => traced(shape, discreet(shape, fault))),
        ),
      ).flatMap((fault) => locate(cluster, fault) ?? []),
      warnings: judged.flatMap(({ shape, answer: { warnings = [] } }) =>
        warnings.map((warning) => warnedOfByTalos(shape.machine.hostname, discreetSentence(warning, shape.patches))),
      ),
    };
  });
}

/** A fault with what causes it, and the machines that have it. */
interface TracedFault {
  readonly fault: JudgedFault;
  readonly origin: FaultOrigin | undefined;
  readonly hostnames: readonly string[];
}

/** The fault without the secrets that the person's patches hold. */
function discreet({ patches }: MachineShape, fault: JudgedFault): JudgedFault {
  return { ...fault, message: discreetSentence(fault.message, patches) };
}

function traced(shape: MachineShape, fault: JudgedFault): TracedFault {
  return { fault, origin: originOf(shape, fault), hostnames: [shape.machine.hostname] };
}

/** Faults of several machines with one cause are one. */
function together(faults: readonly TracedFault[]): readonly TracedFault[] {
  const first: TracedFault[] = [];
  for (const each of faults) {
    const index = first.findIndex(({ fault, origin }) =>
      isDeepStrictEqual([fault.message, origin], [each.fault.message, each.origin]),
    );
    const known = first[index];
    if (known === undefined) first.push(each);
    else first[index] = { ...known, hostnames: [...known.hostnames, ...each.hostnames] };
  }
  return first;
}

/** Nothing of a cluster with other faults that may be a consequence of these, or the same in other words. */
function locate(cluster: ReadCluster, found: TracedFault): LocatedFault | undefined {
  const { faults = [] } = cluster;
  const cause = causeOf(cluster, found);
  if (cause === undefined) return faults.length === 0 ? madeHere(cluster, found) : undefined;
  const isKnown = faults.some(({ file, path }) => file === cause.file && isOneWay(path, cause.path));
  return isKnown ? undefined : cause;
}

/** True if one of two places is inside the other. */
function isOneWay(left: LocatedFault['path'], right: LocatedFault['path']): boolean {
  return left.every((key, index) => index >= right.length || right[index] === key);
}

/** The fault at what a person wrote; nothing if nobody wrote it. */
function causeOf(cluster: ReadCluster, { fault, origin, hostnames }: TracedFault): LocatedFault | undefined {
  const [hostname = ''] = hostnames;
  const message = refusedByTalos(fault.step === 'validate' ? hostnames : [], fault.message);
  if (origin !== undefined && 'patch' in origin) {
    return cluster.locatePatch({ patch: origin.patch, fault: { path: origin.path, message } });
  }
  const setting = origin && settingOf(origin.made);
  return setting && cluster.locateSetting(hostname, { path: setting, message });
}

function madeHere(cluster: ReadCluster, { fault, hostnames }: TracedFault): LocatedFault {
  const [hostname = ''] = hostnames;
  return cluster.locateSetting(hostname, {
    path: ['nodes', hostname],
    message: refusedThoughMadeHere(hostnames, fault.message),
  });
}
