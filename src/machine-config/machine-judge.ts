/** A machine configuration to be judged: what the Talos provider is given. */
export interface JudgeRequest {
  /** Name that the answer has too. */
  readonly name: string;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** URL of the Kubernetes API. */
  readonly clusterEndpoint: string;
  /** Talos minor version that the configuration is written for, such as `v1.13`. */
  readonly contract: string;
  /** Kubernetes version, such as `v1.35.2`. */
  readonly kubernetesVersion: string;
  /** Role of the machine in its cluster. */
  readonly machineType: 'controlplane' | 'worker';
  /** Patches in the order in which they are applied. */
  readonly configPatches: readonly string[];
  /** `cloud` for a machine that boots an installed disk, `metal` for one that Talos is installed on. */
  readonly mode: 'cloud' | 'metal';
  /** Numbers of the patches in which causes of faults are looked for, first things first. */
  readonly placesIn: readonly number[];
  /**
   * If true, the answer has the documents of the finished configuration.
   * @default false
   */
  readonly documents?: boolean;
}

/** A part of a patch that causes a fault. */
export interface JudgedPlace {
  /** Number of the patch in the request. */
  readonly patch: number;
  /** Number of the document in the patch. */
  readonly document: number;
  /** Keys, and numbers of items of lists, from the outside in. */
  readonly path: readonly (string | number)[];
}

/** One thing that Talos says against a configuration. */
export interface JudgedFault {
  /** Where it is refused: by the machine, which validates, or before that by the Talos provider. */
  readonly step: 'generate' | 'load' | 'apply' | 'validate';
  /** The sentence of Talos. */
  readonly message: string;
  /** The cause, where it was found. */
  readonly place?: JudgedPlace;
}

/** The answer of Talos about a configuration. */
export interface JudgeAnswer {
  /** Faults. */
  readonly faults?: readonly JudgedFault[];
  /** Warnings, a sentence each. */
  readonly warnings?: readonly string[];
  /**
   * The finished configuration without the secrets of the cluster, where it was asked for and could be made. It has what
   * stands in patches.
   */
  readonly documents?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Talos' own library, asked for its opinion of machine configurations: one answer for each request, in order. Whatever
 * provides it, such as the package `cdktf-proxmox-talos-judge`, is given from outside.
 */
export type MachineJudge = (requests: readonly JudgeRequest[]) => readonly JudgeAnswer[];
