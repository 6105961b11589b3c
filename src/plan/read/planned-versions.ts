import { KubernetesVersion } from '../../values/kubernetes-version';
import { TalosVersion } from '../../values/talos-version';
import { type ConfigurationDocuments, fieldOf, type FieldPlace, inDocument, inMain } from './configuration-field';
import type { ChangedMachine } from './changed-machine';
import { configuredField } from './machine-configuration';
import type { PlannedMachine } from './machines';

/** Parts of Kubernetes whose image stands in the configuration of a machine. */
export type KubernetesComponent = 'kubelet' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

/** Versions of the parts of Kubernetes that run on a machine. */
export type KubernetesVersions = Readonly<Partial<Record<KubernetesComponent, KubernetesVersion>>>;

/** An image that Talos is installed and upgraded from, such as `factory.talos.dev/metal-installer/<schematic>:v1.13.9`. */
export interface InstallerImage {
  /** As it is pulled. */
  readonly reference: string;
  /** Its tag; nothing if that is no version. */
  readonly version?: TalosVersion;
  /** Id of its schematic; nothing for an image that is none of a factory. */
  readonly schematic?: string;
}

/** Versions that a configuration names. */
export interface ConfiguredVersions {
  /** Parts of Kubernetes. */
  readonly kubernetes: KubernetesVersions;
  /** Installer image of Talos; nothing if the configuration has none. */
  readonly installer?: InstallerImage;
}

/** A machine whose configuration names other versions than before. */
export interface VersionChange {
  /** The machine. */
  readonly machine: PlannedMachine;
  /** Versions in its configuration now. */
  readonly before: ConfiguredVersions;
  /** Versions in its configuration afterwards. */
  readonly after: ConfiguredVersions;
}

const IMAGES: Readonly<Record<KubernetesComponent, readonly FieldPlace[]>> = {
  kubelet: [inMain('machine.kubelet.image'), inDocument('KubeletConfig', 'image')],
  'kube-apiserver': [inMain('cluster.apiServer.image'), inDocument('KubeAPIServerConfig', 'image')],
  'kube-controller-manager': [
    inMain('cluster.controllerManager.image'),
    inDocument('KubeControllerManagerConfig', 'image'),
  ],
  'kube-scheduler': [inMain('cluster.scheduler.image'), inDocument('KubeSchedulerConfig', 'image')],
};

const INSTALLER: readonly FieldPlace[] = [
  inMain('machine.install.image'),
  inDocument('UnattendedInstallConfig', 'installer.image'),
];

/** The parts of Kubernetes with a version of their own. */
export const KUBERNETES_COMPONENTS = Object.keys(IMAGES) as readonly KubernetesComponent[];

/** Machines that are configured and whose configuration names other versions, or another installer image, than before. */
export function versionChanges(machines: readonly ChangedMachine[]): readonly VersionChange[] {
  return machines
    .map(({ machine, before, after }) => ({ machine, before: versionsIn(before), after: versionsIn(after) }))
    .filter((change) => changesKubernetes(change) || changesInstaller(change));
}

/** The kubelet that a machine is configured with after the apply; nothing if that is not known. */
export function plannedKubelet({ configuration }: PlannedMachine): KubernetesVersion | undefined {
  return kubernetesVersionOf(configuredField(configuration?.after, IMAGES.kubelet));
}

/** The API server that a machine is configured with now; nothing for a worker, and a machine that is new. */
export function configuredApiServer({ configuration }: PlannedMachine): KubernetesVersion | undefined {
  return kubernetesVersionOf(configuredField(configuration?.before, IMAGES['kube-apiserver']));
}

/** True if the configuration names another version of Kubernetes. */
export function changesKubernetes({ before, after }: VersionChange): boolean {
  return KUBERNETES_COMPONENTS.some((name) => {
    const [from, to] = [before.kubernetes[name], after.kubernetes[name]];
    return from !== undefined && to !== undefined && from.compare(to) !== 0;
  });
}

/** True if the configuration names another installer image. */
export function changesInstaller({ before, after }: VersionChange): boolean {
  return after.installer !== undefined && before.installer?.reference !== after.installer.reference;
}

/** Change of secure boot that the configuration asks for; nothing if it asks for none. */
export function secureBootChange({ before, after }: VersionChange): 'on' | 'off' | undefined {
  const [from, to] = [before.installer?.reference, after.installer?.reference];
  if (from === undefined || to === undefined || isSigned(from) === isSigned(to)) return undefined;
  return isSigned(to) ? 'on' : 'off';
}

/** True if the configuration names another version of Talos. */
export function changesTalos({ before, after }: VersionChange): boolean {
  const [from, to] = [before.installer?.version, after.installer?.version];
  return from !== undefined && to !== undefined && from.compare(to) !== 0;
}

/** The version of Kubernetes that an image has, such as `registry.k8s.io/kube-apiserver:v1.36.3`. */
export function kubernetesVersionOf(image: unknown): KubernetesVersion | undefined {
  // a kubelet may come as v1.36.3-slim or v1.36.3-fat
  const tag = tagOf(image)?.replace(/-(?:slim|fat)$/, '');
  return tag !== undefined && KubernetesVersion.isValid(tag) ? KubernetesVersion.of(tag) : undefined;
}

function versionsIn(documents: ConfigurationDocuments): ConfiguredVersions {
  const versions = KUBERNETES_COMPONENTS.map((name) => [name, kubernetesVersionOf(fieldOf(documents, IMAGES[name]))]);
  return {
    kubernetes: Object.fromEntries(versions) as KubernetesVersions,
    installer: installerOf(fieldOf(documents, INSTALLER)),
  };
}

function installerOf(reference: unknown): InstallerImage | undefined {
  if (typeof reference !== 'string' || reference === '') return undefined;
  const tag = tagOf(reference);
  return {
    reference,
    version: tag !== undefined && TalosVersion.isValid(tag) ? TalosVersion.of(tag) : undefined,
    schematic: /\/([0-9a-f]{64})(?::|$)/.exec(reference)?.[1],
  };
}

/** If an installer image is one of secure boot, as Image Factory and the makers of Talos name them. */
function isSigned(reference: string): boolean {
  return /(?:^|\/)[^/]*installer-secureboot(?:[/:@]|$)/.test(reference);
}

/** Tag of an image reference, which may have a digest after it. */
function tagOf(image: unknown): string | undefined {
  if (typeof image !== 'string') return undefined;
  return /:([\w][\w.-]*)$/.exec(image.replace(/@.*$/, ''))?.[1];
}
