/** Difference between the machine configurations of a cluster before and after a change. */
export interface ConfigurationDifference {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Configurations to compare with. */
  readonly before: ComparedSide;
  /** Configurations that come in their place. */
  readonly after: ComparedSide;
  /** Machines that differ, those with the same difference together. */
  readonly machines: readonly MachineDifference[];
  /** Machines whose configurations stay as they are. */
  readonly unchanged: readonly string[];
  /** Machines of which nothing can be said, with the reason. */
  readonly unknown: readonly UnknownMachine[];
}

/** One of the two that are compared. */
export interface ComparedSide {
  /** Where the configurations come from, such as `cdktf.out/stacks/home` and `stacks/clusters/home.yaml`. */
  readonly source: string;
  /** Contracts that they are written for; one in most clusters. */
  readonly contracts: readonly string[];
}

/** A machine of which nothing can be said. */
export interface UnknownMachine {
  /** Its name, or the address of its configuration. */
  readonly machine: string;
  /** Why not. */
  readonly reason: string;
}

/** Difference of one machine, or of several in the same way. */
export interface MachineDifference {
  /** Names of the machines. */
  readonly machines: readonly string[];
  /** `changed`, or `added` and `removed` of machines that only one side has. */
  readonly change: Change;
  /** Parts for which Talos reboots when it takes the configuration, such as `machine.udev`; none if it does not. */
  readonly rebootsFor: readonly string[];
  /**
   * Parts that the machine takes while it runs and that have an effect after its next restart, such as
   * `SecurityProfileConfig workloadIsolation`; none if it reboots anyway.
   */
  readonly waitsForRestart: readonly string[];
  /** Documents that differ; none of a machine that only one side has. */
  readonly documents: readonly DocumentDifference[];
}

/** How something differs. */
export type Change = 'added' | 'removed' | 'changed';

/** One document that differs. */
export interface DocumentDifference {
  /** Kind and name, such as `VolumeConfig EPHEMERAL`; `v1alpha1` is the main document. */
  readonly document: string;
  /** If it is new, gone or different. */
  readonly change: Change;
  /** Fields of the main document that are gone and that this document says now, such as `machine.kubelet`. */
  readonly replaces: readonly string[];
  /** Its fields that differ. */
  readonly fields: readonly FieldDifference[];
}

/** One field that differs. */
export interface FieldDifference {
  /** Place in the document, such as `config.maxPods`. */
  readonly field: string;
  /** Value before; absent if there was none or if it is hidden. */
  readonly before?: unknown;
  /** Value after; absent if there is none or if it is hidden. */
  readonly after?: unknown;
  /** If the value is or may be a secret, so that only its change is shown. */
  readonly hidden: boolean;
  /** If the field is new, gone or different. */
  readonly change: Change;
}
