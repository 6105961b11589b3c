import { TalosContract } from '../values/talos-contract';
import { schemaFile } from './schema-file';

/** Range of Kubernetes minor versions, both ends included. */
export interface KubernetesRange {
  /** Oldest minor version, such as `1.31`. */
  readonly min: string;
  /** Newest minor version, such as `1.36`. */
  readonly max: string;
}

interface SupportFile {
  readonly kubernetes: readonly (KubernetesRange & { readonly talos: string })[];
  readonly contracts: readonly { readonly provider: string; readonly writes: readonly string[] }[];
  readonly pinned: Readonly<Record<PinnedTool, { readonly version: string }>>;
}

/** Tools in a release that this library was written with: one that runs in the cluster, and those of a new project. */
export type PinnedTool = 'ciliumCli' | 'opentofu' | 'node' | 'age' | 'sops';

/**
 * The Kubernetes versions that a Talos minor version runs.
 *
 * @param contract the minor version of Talos; that of an image is `TalosVersion.contract`
 * @returns nothing if the minor version is not known here
 */
export function supportedKubernetes(contract: TalosContract): KubernetesRange | undefined {
  const row = file().kubernetes.find(({ talos }) => talos === contract.tag);
  return row && { min: row.min, max: row.max };
}

/** The contracts that this library can write, oldest first. */
export function writableContracts(): readonly TalosContract[] {
  return file().contracts.flatMap(({ writes }) => writes.map((tag) => TalosContract.of(tag)));
}

/** The release of a tool that is used unless another one is named. */
export function pinnedVersion(tool: PinnedTool): string {
  return file().pinned[tool].version;
}

function file(): SupportFile {
  return schemaFile('support.json') as SupportFile;
}
