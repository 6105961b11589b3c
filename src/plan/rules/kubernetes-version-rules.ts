import {
  kubeletAhead,
  kubernetesLowered,
  kubernetesRaisedTogether,
  kubernetesSkipsMinor,
  versionsNotAsked,
  versionsUnknown,
} from './version-faults';
import { KubernetesVersion } from '../../values/kubernetes-version';
import type { GuardFacts, GuardRule } from './guard-rule';
import { isControlPlane, type PlannedMachine } from '../read/machines';
import { configuredApiServer } from '../read/planned-versions';
import type { Refusal } from './refusal';
import { highest, lowest, minorNumber, type Move, moveTexts } from './version-moves';
import { kubernetesMove, raisesKubernetes, type VersionOutlook } from './version-outlook';

/** Rules about the versions of Kubernetes. */
export const KUBERNETES_VERSION_RULES: readonly GuardRule[] = [
  kubernetesIsNotLowered,
  kubernetesSkipsNoMinor,
  kubernetesIsRaisedInOrder,
  kubeletStaysBehind,
  runningVersionsAreKnown,
];

function kubernetesIsNotLowered({ versions, clusterName }: GuardFacts): readonly Refusal[] {
  const lowered = versions.flatMap(({ kubernetes }) => kubernetes.filter(({ from, to }) => to.compare(from) < 0));
  const top = highest(lowered.map(({ from }) => from));
  if (top === undefined) return [];
  const message = kubernetesLowered(clusterName, moveTexts(lowered), top.tag);
  return [{ kind: 'kubernetes-lowered', accept: [clusterName], message }];
}

function kubernetesSkipsNoMinor({ versions, clusterName }: GuardFacts): readonly Refusal[] {
  const skipping = versions.flatMap(({ kubernetes }) => kubernetes.filter(skipsMinor));
  const bottom = lowest(skipping.map(({ from }) => from));
  if (bottom === undefined) return [];
  const message = kubernetesSkipsMinor(clusterName, moveTexts(skipping), nextMinor(bottom));
  return [{ kind: 'kubernetes-skips-minor', accept: [clusterName], message }];
}

/** A skipped minor version is refused as a whole, and its way is another one. */
function kubernetesIsRaisedInOrder({ versions }: GuardFacts): readonly Refusal[] {
  const outlooks = raised(versions);
  if (outlooks.length < 2) return [];
  const moves = outlooks.flatMap((outlook) => kubernetesMove(outlook) ?? []);
  const message = kubernetesRaisedTogether(
    moveTexts(moves),
    outlooks.some(({ talos, stays }) => talos !== undefined && stays),
  );
  return [{ kind: 'kubernetes-raised-together', accept: outlooks.map(({ machine }) => machine.name), message }];
}

/** Another rule reports several machines at once, and on a control plane the API server is raised with the kubelet. */
function kubeletStaysBehind({ machines, versions, running }: GuardFacts): readonly Refusal[] {
  const [outlook, ...others] = raised(versions);
  if (outlook === undefined || others.length > 0 || isControlPlane(outlook.machine)) return [];
  const { name } = outlook.machine;
  const kubelet = outlook.kubernetes.find(({ component }) => component === 'kubelet');
  if (kubelet === undefined || kubelet.to.compare(kubelet.from) <= 0) return [];
  const servers = machines.filter(isControlPlane).flatMap((machine) => apiServerOf(machine, running));
  const older = servers.filter(({ version }) => minorNumber(version.minor) < minorNumber(kubelet.to.minor));
  const oldest = lowest(older.map(({ version }) => version));
  if (oldest === undefined) return [];
  const names = older.map((server) => server.name);
  return [{ kind: 'kubelet-ahead', accept: [name], message: kubeletAhead(name, kubelet.to.tag, oldest.tag, names) }];
}

/** Checks that the running versions are known; a machine that is replaced needs none. */
function runningVersionsAreKnown({ versions, running }: GuardFacts): readonly Refusal[] {
  const unknown = versions.filter(
    ({ stays, changesVersion, known }) => stays && changesVersion && known.silent !== undefined,
  );
  const reasons = [...new Set(unknown.map(({ known }) => known.silent ?? ''))];
  return reasons.map((why) => {
    const silent = unknown.filter(({ known }) => known.silent === why).map(({ machine }) => machine);
    const names = silent.map(({ name }) => name);
    const addresses = silent.flatMap(({ configuration }) => configuration?.address ?? []);
    const message = running === undefined ? versionsNotAsked(names) : versionsUnknown(names, why, addresses);
    return { kind: 'versions-unknown', accept: names, message };
  });
}

/** Machines on which Kubernetes goes up by a way that is supported. */
function raised(outlooks: readonly VersionOutlook[]): readonly VersionOutlook[] {
  return outlooks.filter((outlook) => raisesKubernetes(outlook) && !outlook.kubernetes.some(skipsMinor));
}

function skipsMinor({ from, to }: Move<KubernetesVersion>): boolean {
  return to.compare(from) > 0 && minorNumber(to.minor) - minorNumber(from.minor) > 1;
}

function nextMinor({ minor }: KubernetesVersion): string {
  return `v1.${minorNumber(minor) + 1}`;
}

function apiServerOf(
  machine: PlannedMachine,
  running: GuardFacts['running'],
): readonly { readonly name: string; readonly version: KubernetesVersion }[] {
  const { name } = machine;
  const answer = running?.find((each) => each.name === name)?.kubernetes?.['kube-apiserver'];
  const version =
    answer !== undefined && KubernetesVersion.isValid(answer)
      ? KubernetesVersion.of(answer)
      : configuredApiServer(machine);
  return version === undefined ? [] : [{ name, version }];
}
