import type { InlineManifest } from './inline-manifest';
import type { KubernetesObject } from './kubernetes-object';

/** Settings of the cluster that add-ons depend on. */
export interface AddonCluster {
  /** Domain of services. */
  readonly dnsDomain: string;
  /** Networks that services take their addresses from. */
  readonly serviceSubnets: readonly string[];
}

/** Options of an add-on that consists of manifests. */
export interface ManifestAddonOptions {
  /** Manifests, in the order in which Talos creates them. */
  readonly manifests: readonly InlineManifest[];
  /**
   * Container images that run in the end, but do not stand in the objects: those of manifests that are text, and those
   * that a Job or an operator of the add-on starts.
   * @default - none
   */
  readonly images?: readonly string[];
  /**
   * URLs that something of the add-on downloads in the cluster, such as that of a chart repository.
   * @default - none
   */
  readonly urls?: readonly string[];
}

/** Software that is in the cluster from day 0 on, without a step after the bootstrap. */
export abstract class ClusterAddon {
  /** An add-on of Kubernetes objects. Their names may not be those of other manifests of the cluster. */
  public static manifests(options: ManifestAddonOptions): ClusterAddon {
    return new ManifestAddon(options);
  }

  /**
   * Everything that Talos creates for it.
   *
   * @internal
   */
  public abstract _manifests(cluster: AddonCluster): readonly InlineManifest[];

  /**
   * Container images that it needs, each once: those of its objects. Images of Talos itself, such as those of its own
   * Flannel and CoreDNS, come with a release of Talos and are none of an add-on.
   *
   * @internal
   */
  public _images(cluster: AddonCluster): readonly string[] {
    const contents = this._manifests(cluster).flatMap((manifest): readonly unknown[] =>
      typeof manifest.contents === 'string' ? [] : manifest.contents,
    );
    return [...new Set(contents.flatMap(imagesIn))];
  }

  /**
   * URLs that something of it downloads in the cluster.
   *
   * @internal
   */
  public _urls(): readonly string[] {
    return [];
  }
}

class ManifestAddon extends ClusterAddon {
  constructor(private readonly options: ManifestAddonOptions) {
    super();
  }

  public override _manifests(): readonly InlineManifest[] {
    return this.options.manifests;
  }

  public override _images(cluster: AddonCluster): readonly string[] {
    return [...new Set([...super._images(cluster), ...(this.options.images ?? [])])];
  }

  public override _urls(): readonly string[] {
    return this.options.urls ?? [];
  }
}

/** Images of containers, wherever in an object they stand. */
function imagesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== 'object' || value === null) return [];
  const { containers, initContainers } = value as Partial<KubernetesObject>;
  const own = [containers, initContainers].flatMap((list) => (Array.isArray(list) ? list.map(imageOf) : []));
  return [...own.filter((image) => image !== ''), ...Object.values(value).flatMap(imagesIn)];
}

function imageOf(container: unknown): string {
  const { image } = (container ?? {}) as { readonly image?: unknown };
  return typeof image === 'string' ? image : '';
}
