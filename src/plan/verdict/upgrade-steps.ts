import {
  kubernetesGoes,
  runsAlready,
  schematicStays,
  talosStays,
  upgradeKubernetesAfterwards,
  upgradeKubernetesFirst,
  upgradeTalosAfterwards,
} from './upgrade-texts';
import { type GuardFacts, inOrder } from '../rules/guard-rule';
import { isControlPlane, type PlannedMachine } from '../read/machines';
import { plannedKubelet } from '../read/planned-versions';
import { textOf } from '../read/attributes';
import type { Refusal } from '../rules/refusal';
import type { UpgradeStep } from './verdict';
import { highest } from '../rules/version-moves';
import {
  kubernetesMove,
  raisesKubernetes,
  runsKubernetesAlready,
  runsTalosAlready,
  type VersionOutlook,
} from '../rules/version-outlook';

/** File that a talosconfig is written to. */
const TALOSCONFIG = 'talosconfig';

/** Versions in the row of a machine. */
export function versionWords({ versions }: GuardFacts, machine: PlannedMachine): readonly string[] {
  return versions
    .filter((outlook) => outlook.machine === machine)
    .flatMap((outlook) => [...kubernetesWords(outlook), ...talosWords(outlook)]);
}

/**
 * Commands that upgrade Talos and Kubernetes, in order and ready to paste, as no apply upgrades a machine that stays.
 *
 * @param refusals what the plan is refused for
 * @param talosconfigCommand what writes the talosconfig into the working directory
 */
export function upgradeSteps(
  { machines, versions }: GuardFacts,
  refusals: readonly Refusal[],
  talosconfigCommand: string,
): readonly UpgradeStep[] {
  const steps = [...kubernetesSteps(versions, machines, refusals), ...talosSteps(versions, refusals)];
  return steps.map(({ title, commands }, index) => ({
    title,
    commands: index === 0 ? [talosconfigCommand, ...commands] : commands,
  }));
}

/** Control planes first, one after the other, then workers. */
function talosSteps(outlooks: readonly VersionOutlook[], refusals: readonly Refusal[]): readonly UpgradeStep[] {
  if (isRefused(refusals, 'talos-lowered', 'talos-skips-minor')) return [];
  const waiting = outlooks.filter(waitsForUpgrade);
  const commands = inOrder(waiting.map(({ machine }) => machine)).flatMap((machine) => {
    const image = waiting.find((each) => each.machine === machine)?.installer?.reference;
    const address = addressOf(machine);
    return image === undefined || address === undefined ? [] : [talosctl(address, `upgrade --image ${image}`)];
  });
  return commands.length === 0 ? [] : [{ title: upgradeTalosAfterwards(), commands }];
}

function kubernetesSteps(
  outlooks: readonly VersionOutlook[],
  machines: readonly PlannedMachine[],
  refusals: readonly Refusal[],
): readonly UpgradeStep[] {
  if (isRefused(refusals, 'kubernetes-lowered', 'kubernetes-skips-minor')) return [];
  const raised = outlooks.filter(raisesKubernetes);
  const to = highest(raised.flatMap((outlook) => kubernetesMove(outlook)?.to ?? []));
  const address = machines.filter(isConfiguredControlPlane).flatMap((machine) => addressOf(machine) ?? [])[0];
  if (to === undefined || address === undefined) return [];
  const isFirst = isRefused(refusals, 'kubernetes-raised-together', 'kubelet-ahead');
  // the manifests follow when the last machine has the version
  if (!isFirst && machines.some((machine) => plannedKubelet(machine)?.compare(to) !== 0)) return [];
  const title = isFirst ? upgradeKubernetesFirst() : upgradeKubernetesAfterwards();
  return [{ title, commands: [talosctl(address, `upgrade-k8s --to ${to.tag.slice(1)}`)] }];
}

function isRefused(refusals: readonly Refusal[], ...kinds: readonly Refusal['kind'][]): boolean {
  return refusals.some(({ kind }) => kinds.includes(kind));
}

function isConfiguredControlPlane(machine: PlannedMachine): boolean {
  return isControlPlane(machine) && machine.configuration?.before !== undefined;
}

function waitsForUpgrade(outlook: VersionOutlook): boolean {
  return outlook.stays && outlook.installer !== undefined && !runsTalosAlready(outlook);
}

function kubernetesWords(outlook: VersionOutlook): readonly string[] {
  const move = kubernetesMove(outlook);
  if (move === undefined) return [];
  return [
    runsKubernetesAlready(outlook)
      ? runsAlready('Kubernetes', move.to.tag)
      : kubernetesGoes(move.from.tag, move.to.tag),
  ];
}

function talosWords(outlook: VersionOutlook): readonly string[] {
  const { installer, known, stays, talos } = outlook;
  if (installer === undefined || !stays) return [];
  if (runsTalosAlready(outlook)) return [runsAlready('Talos', installer.version?.tag ?? installer.reference)];
  if (talos === undefined) return [schematicStays(known.talos?.tag)];
  return [talosStays(known.talos?.tag, talos.to.tag)];
}

function addressOf({ configuration }: PlannedMachine): string | undefined {
  return textOf(configuration?.after, 'node') ?? textOf(configuration?.before, 'node');
}

function talosctl(address: string, command: string): string {
  return `talosctl --talosconfig ${TALOSCONFIG} --nodes ${address} ${command}`;
}
