import { TalosVersion } from '../../values/talos-version';
import { KubernetesVersion } from '../../values/kubernetes-version';
import { KUBERNETES_COMPONENTS, type KubernetesVersions, type VersionChange } from './planned-versions';

/** Versions that a machine reports. */
export interface RunningMachine {
  /** Its name: its hostname. */
  readonly name: string;
  /**
   * Why nothing is known of it, such as `its kubelet does not answer`.
   * @default - it answers
   */
  readonly silent?: string;
  /**
   * Versions of parts of Kubernetes by their names, such as `{ kubelet: 'v1.36.3' }`.
   * @default - none is known
   */
  readonly kubernetes?: Readonly<Record<string, string>>;
  /**
   * Version of Talos.
   * @default - it is not known
   */
  readonly talos?: string;
  /**
   * Id of the schematic that Talos was installed with.
   * @default - it is not known
   */
  readonly schematic?: string;
}

/** Known versions of a machine whose versions change. */
export interface KnownVersions {
  /** Why the machine says nothing; nothing if it answers. */
  readonly silent?: string;
  /** Parts of Kubernetes: what runs, else what the machine was last configured with. */
  readonly kubernetes: KubernetesVersions;
  /** Talos: what runs, else what the machine was last configured with. */
  readonly talos?: TalosVersion;
  /** Schematic that Talos was installed with; nothing if it is not known. */
  readonly schematic?: string;
}

/** The known versions of a machine; `undefined` for `running` means that nobody was asked. */
export function knownVersions(
  { machine, before }: VersionChange,
  running: readonly RunningMachine[] | undefined,
): KnownVersions {
  const answer = running?.find(({ name }) => name === machine.name);
  const talos = answer?.talos !== undefined && TalosVersion.isValid(answer.talos) ? answer.talos : undefined;
  return {
    silent: running === undefined ? NOBODY_ASKED : answer === undefined ? 'it was not asked' : answer.silent,
    kubernetes: { ...before.kubernetes, ...kubernetesOf(answer) },
    talos: talos === undefined ? before.installer?.version : TalosVersion.of(talos),
    schematic: answer?.schematic,
  };
}

const NOBODY_ASKED = 'nobody was asked';

function kubernetesOf({ kubernetes = {} }: Partial<RunningMachine> = {}): KubernetesVersions {
  const known = KUBERNETES_COMPONENTS.flatMap((name) => {
    const version = kubernetes[name];
    return version !== undefined && KubernetesVersion.isValid(version) ? [[name, KubernetesVersion.of(version)]] : [];
  });
  return Object.fromEntries(known) as KubernetesVersions;
}
