import { factMissing } from '../errors/rules';
import type { TalosSpec } from '../cluster-file/talos-settings';
import { BootRoute } from '../values/boot-route';
import type { Complete } from '../values/complete';
import { fileNameOf, imageArchitecture } from '../image/resolved';
import type { ImageModel } from './cluster-model';
import type { NodeFacts } from './node-facts';

/** The images that machines use, each once, sorted by key. */
export function imageModels(cluster: string, talos: TalosSpec, nodes: readonly NodeFacts[]): readonly ImageModel[] {
  const images = new Map<string, { readonly node: NodeFacts; readonly hosts: Set<string> }>();
  for (const node of nodes) {
    const key = imageKey(node);
    const image = images.get(key) ?? { node, hosts: new Set() };
    images.set(key, image);
    for (const host of node.hosts) image.hosts.add(host.key);
  }
  return [...images.values()]
    .map(({ node, hosts }) => imageModel(cluster, talos, node, hosts))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Key of the image of a machine. */
export function imageKey(node: NodeFacts): string {
  const { schematic, talosVersion } = imageOf(node);
  const platform = node.platform === 'metal' ? '-metal' : '';
  const architecture = node.isOtherArchitecture ? `-${node.architecture}` : '';
  return `${schematic.shortId}-${talosVersion.tag}${platform}${architecture}`;
}

function imageModel(
  cluster: string,
  talos: TalosSpec,
  node: NodeFacts,
  hosts: ReadonlySet<string>,
): Complete<ImageModel> {
  const { schematic, talosVersion } = imageOf(node);
  const { platform, architecture } = node;
  const { secureBoot = false } = talos;
  const named = imageArchitecture({ architecture, secureBoot });
  const parts = { cluster, schematic: schematic.id, version: talosVersion.tag, platform, architecture: named };
  return {
    key: imageKey(node),
    talosVersion,
    schematic,
    architecture,
    platform,
    bootRoute: talos.bootRoute ?? BootRoute.IMPORT,
    secureBoot,
    fileName: fileNameOf(parts, talos.imageFileName),
    hosts: [...hosts].sort(),
  };
}

function imageOf({ schematic, talosVersion }: NodeFacts) {
  if (schematic === undefined) throw factMissing('schematic');
  if (talosVersion === undefined) throw factMissing('Talos version');
  return { schematic: schematic.value, talosVersion: talosVersion.value };
}
