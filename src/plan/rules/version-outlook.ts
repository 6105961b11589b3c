import type { KubernetesVersion } from '../../values/kubernetes-version';
import type { TalosVersion } from '../../values/talos-version';
import type { ChangedMachine } from '../read/changed-machine';
import { isLost, type PlannedMachine } from '../read/machines';
import {
  changesInstaller,
  changesKubernetes,
  changesTalos,
  KUBERNETES_COMPONENTS,
  type InstallerImage,
  type KubernetesComponent,
  type KubernetesVersions,
  secureBootChange,
  type VersionChange,
  versionChanges,
} from '../read/planned-versions';
import { type KnownVersions, knownVersions, type RunningMachine } from '../read/running-machine';
import { highest, lowest, type Move } from './version-moves';

/** Planned versions of Kubernetes and Talos on a machine whose versions change. */
export interface VersionOutlook {
  /** The machine. */
  readonly machine: PlannedMachine;
  /** Versions that are known to run on it. */
  readonly known: KnownVersions;
  /** True if its virtual machine stays, so that only an upgrade changes its Talos. */
  readonly stays: boolean;
  /** True if its configuration names another version of Kubernetes or Talos. */
  readonly changesVersion: boolean;
  /** Parts of Kubernetes whose configuration names a version, and their changes. */
  readonly kubernetes: readonly (Move<KubernetesVersion> & { readonly component: KubernetesComponent })[];
  /** Change of Talos; nothing if its version does not change. */
  readonly talos?: Move<TalosVersion>;
  /** The new installer image; nothing if it does not change. */
  readonly installer?: InstallerImage;
  /** Secure boot that the new installer image would turn on or off; nothing if it does not. */
  readonly secureBoot?: 'on' | 'off';
}

/** Planned versions of the machines of a plan, without machines whose versions stay. */
export function versionOutlooks(
  machines: readonly ChangedMachine[],
  running: readonly RunningMachine[] | undefined,
): readonly VersionOutlook[] {
  return versionChanges(machines).map((change) => outlookOf(change, knownVersions(change, running)));
}

/** True if Kubernetes is raised on the machine, as far as that is known: for a machine that stays, only if it answers. */
export function raisesKubernetes({ kubernetes, known, stays }: VersionOutlook): boolean {
  return (known.silent === undefined || !stays) && kubernetes.some(({ from, to }) => to.compare(from) > 0);
}

/** Change of Kubernetes on the machine: from its lowest part to the highest that it gets. */
export function kubernetesMove({ machine, kubernetes }: VersionOutlook): Move<KubernetesVersion> | undefined {
  const from = lowest(kubernetes.map((move) => move.from));
  const to = highest(kubernetes.map((move) => move.to));
  return from === undefined || to === undefined ? undefined : { machine: machine.name, from, to };
}

/** True if the machine reports that it already runs the versions that its configuration will name. */
export function runsKubernetesAlready({ known, kubernetes }: VersionOutlook): boolean {
  return (
    known.silent === undefined && kubernetes.length > 0 && kubernetes.every(({ from, to }) => from.compare(to) === 0)
  );
}

/** True if the machine reports that its Talos was installed from the new installer image. */
export function runsTalosAlready({ known, installer, talos }: VersionOutlook): boolean {
  if (known.silent !== undefined || installer === undefined) return false;
  const hasVersion = installer.version !== undefined && known.talos?.tag === installer.version.tag;
  const hasSchematic = installer.schematic === undefined || known.schematic === installer.schematic;
  // an older Talos does not report its schematic: then a version that has changed and runs is proof of the whole image
  return hasVersion && (hasSchematic || (known.schematic === undefined && talos !== undefined));
}

function outlookOf(change: VersionChange, known: KnownVersions): VersionOutlook {
  const { machine, before, after } = change;
  const name = machine.name;
  return {
    machine,
    known,
    stays: !isLost(machine) && machine.outcome !== 'superseded',
    changesVersion: changesKubernetes(change) || changesTalos(change),
    kubernetes: changesKubernetes(change) ? movesOf(name, known.kubernetes, after.kubernetes) : [],
    talos: changesTalos(change) ? talosMove(name, known.talos, after.installer?.version) : undefined,
    secureBoot: secureBootChange(change),
    installer: changesInstaller(change) && before.installer !== undefined ? after.installer : undefined,
  };
}

function movesOf(machine: string, from: KubernetesVersions, to: KubernetesVersions): VersionOutlook['kubernetes'] {
  return KUBERNETES_COMPONENTS.flatMap((component) => {
    const [now, then] = [from[component], to[component]];
    return now === undefined || then === undefined ? [] : [{ machine, component, from: now, to: then }];
  });
}

function talosMove(
  machine: string,
  from: TalosVersion | undefined,
  to: TalosVersion | undefined,
): Move<TalosVersion> | undefined {
  return from === undefined || to === undefined ? undefined : { machine, from, to };
}
