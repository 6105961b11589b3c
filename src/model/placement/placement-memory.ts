import type { LocatedFault } from '../../cluster-file/cluster-spec-error';
import type { SpecSource } from '../../cluster-file/spec-source';
import type { Draft } from '../../values/draft';
import type { StateSettings } from '../../state/settings';

/** Hosts of the machines of pools that are known from earlier, by hostname. */
export interface PlacementMemory {
  /** Name of the file that remembers them, as errors print it. */
  readonly file: string;
  /**
   * Content of the file.
   * @default - there is no file
   */
  readonly record?: PlacementRecord;
  /** Why the file cannot be read. */
  readonly faults: readonly LocatedFault[];
  /** Hosts by the state of the cluster, for machines that the file does not have. */
  readonly state: StateMemory;
}

/** Content of the file: the host of each machine that it remembers. */
export interface PlacementRecord {
  /** Host by hostname, as it is written. */
  readonly machines: Readonly<Record<string, unknown>>;
  /** Where it stands. */
  readonly source: SpecSource;
}

/** The state of a cluster, as far as it can be read without its credentials. */
export type StateMemory =
  /** There is none: nothing was applied. */
  | { readonly kind: 'none' }
  /** Host by hostname, as `<endpoint>/<host>`. */
  | { readonly kind: 'read'; readonly where: string; readonly hosts: ReadonlyMap<string, string> }
  /** There is one, or may be one, that cannot be read here. */
  | { readonly kind: 'unreadable'; readonly where: string };

/** Cluster whose placement is asked for. */
export interface RememberedCluster {
  /** Name of the cluster. */
  readonly name: string;
  /** Where its state is kept. */
  readonly state: Draft<StateSettings>;
}

/** Asks for what is known of a cluster from earlier; called only where a pool needs it. */
export type RecallPlacement = (cluster: RememberedCluster) => PlacementMemory;

/** Placement that the file has to remember. */
export interface RememberedPlacement {
  /** Name of the file, as errors print it. */
  readonly file: string;
  /** Host by hostname, in the order of the file. */
  readonly machines: Readonly<Record<string, string>>;
  /** Machines that the file has already. */
  readonly known: readonly string[];
  /** How the file as it is differs from this; nothing if it says just the same. */
  readonly difference: 'missing' | 'stale' | undefined;
}
