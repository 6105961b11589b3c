import type { TalosImage } from '../constructs/image/talos-image';
import { BootMediaKind } from '../constructs/image/boot-media';
import { clusterAddons } from '../manifests/day-zero';
import { ClusterAddon } from '../manifests/addon';
import { resolvedKubernetes } from '../manifests/resolved';
import type { ClusterStack } from '../stack/cluster-stack';

/** An image that machines of a cluster boot from and are installed with. */
export interface MachineImage {
  /** Release of Talos. */
  readonly talosVersion: string;
  /** Platform that it is built for. */
  readonly platform: string;
  /** Processor architecture. */
  readonly architecture: string;
  /** Files that a machine is booted from: that of the virtual machines, or those for physical ones. */
  readonly urls: readonly string[];
  /** Container image that installs and upgrades Talos. */
  readonly installerImage: string;
  /** Machines that have it. */
  readonly machines: readonly string[];
}

/** A schematic of Image Factory, and its images in a cluster. */
export interface UsedSchematic {
  /** Its id at the factory. */
  readonly id: string;
  /** Its content in the factory's form, of which the id is the hash. */
  readonly content: string;
  /** Its images. */
  readonly images: readonly MachineImage[];
}

/** Schematics of a cluster, each once, in the order of its images. */
export function usedSchematics(stack: ClusterStack): readonly UsedSchematic[] {
  const images = imagesOf(stack);
  const schematics = new Map(images.map(({ schematic }) => [schematic.id, schematic]));
  return [...schematics.values()].map(({ id, yaml }) => ({
    id,
    content: yaml,
    images: images.filter(({ schematicId }) => schematicId === id).map((image) => machineImage(stack, image)),
  }));
}

/** Everything that a cluster pulls or downloads, beside the images that come with a release of Talos. */
export interface NeededImages {
  /** Container images. */
  readonly images: readonly string[];
  /** URLs of files. */
  readonly urls: readonly string[];
}

/** Container images and URLs that a cluster needs: of its machines, add-ons and manifests, sorted. */
export function neededImages(stack: ClusterStack): NeededImages {
  const machines = usedSchematics(stack).flatMap(({ images }) => images);
  const kubernetes = resolvedKubernetes(stack.cluster.settings.kubernetes);
  const manifests = ClusterAddon.manifests({ manifests: kubernetes.inlineManifests });
  const addons = [...clusterAddons(kubernetes), manifests];
  return {
    images: sorted([
      ...machines.map(({ installerImage }) => installerImage),
      ...addons.flatMap((addon) => addon._images(kubernetes)),
    ]),
    urls: sorted([
      ...machines.flatMap(({ urls }) => urls),
      ...addons.flatMap((addon) => addon._urls()),
      ...kubernetes.extraManifests,
    ]),
  };
}

function machineImage(stack: ClusterStack, image: TalosImage): MachineImage {
  const { nodes, images } = stack.model;
  const key = images.find(({ key: each }) => each === image.node.id)?.key;
  const isDownloaded = images.some(({ key: each, hosts }) => each === key && hosts.length > 0);
  const physical = image.secureBoot
    ? [BootMediaKind.ISO_SECUREBOOT, BootMediaKind.DISK_IMAGE_SECUREBOOT]
    : [BootMediaKind.ISO, BootMediaKind.DISK_IMAGE, BootMediaKind.PXE];
  return {
    talosVersion: image.talosVersion.tag,
    platform: image.platform,
    architecture: image.architecture,
    urls: isDownloaded ? [image.downloadUrl] : physical.map((kind) => image.bootMedia(kind).url),
    installerImage: image.installerImage,
    machines: nodes.filter(({ imageKey }) => imageKey === key).map(({ name }) => name),
  };
}

/** Images of the stack; those that it makes itself are all that it has. */
function imagesOf({ images }: ClusterStack): readonly TalosImage[] {
  return images.flatMap((image) => ('downloadUrl' in image ? [image as TalosImage] : []));
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
