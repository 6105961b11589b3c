/** A machine configuration to make and to check. */
export interface JudgeRequest {
  /** By what the answer is found again. */
  readonly name: string;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** URL of the Kubernetes API. */
  readonly clusterEndpoint: string;
  /** Talos minor version that the configuration is written for, such as `v1.13`. */
  readonly contract: string;
  /** Kubernetes version, with or without `v`. */
  readonly kubernetesVersion: string;
  /** Role of the machine in its cluster. */
  readonly machineType: 'controlplane' | 'worker';
  /** Patches in the order in which they are applied, each as YAML or JSON text. */
  readonly configPatches: readonly string[];
  /** `cloud` for a machine that boots an installed disk, `metal` for one that Talos is installed on. */
  readonly mode: 'cloud' | 'metal';
  /**
   * Numbers of the patches in which causes of faults are looked for, first things first.
   * @default - nothing is looked for
   */
  readonly placesIn?: readonly number[];
  /**
   * If true, the answer includes the finished configuration, with placeholders for secrets.
   * @default false
   */
  readonly documents?: boolean;
  /**
   * If true, the finished configuration is wanted as a machine gets it: with placeholders for the secrets of the cluster,
   * and with the secrets that stand in patches.
   * @default false
   */
  readonly text?: boolean;
}

/** A part of a patch. */
export interface JudgedPlace {
  /** Number of the patch in the request. */
  readonly patch: number;
  /** Number of the document in the patch. */
  readonly document: number;
  /** Keys, and numbers of items of lists, from the outside in; empty is the whole document. */
  readonly path: readonly (string | number)[];
}

/** One thing that Talos says against a configuration. */
export interface JudgedFault {
  /** Where it is refused: the first three by the provider, the last one by the machine. */
  readonly step: 'generate' | 'load' | 'apply' | 'validate';
  /** The sentence of Talos. */
  readonly message: string;
  /** Place that causes it, if it was looked for and found. */
  readonly place?: JudgedPlace;
}

/** Talos' verdict on a configuration. */
export interface JudgeAnswer {
  /** Name of the request. */
  readonly name: string;
  /** All faults as one text; absent if there are none. */
  readonly error?: string;
  /** The same one by one. */
  readonly faults?: readonly JudgedFault[];
  /** Warnings of Talos. */
  readonly warnings?: readonly string[];
  /** The finished configuration, where it was asked for and could be made. */
  readonly documents?: readonly Readonly<Record<string, unknown>>[];
  /** The finished configuration as a machine gets it, in YAML, where it was asked for and could be made. */
  readonly text?: string;
}

/** Which judge this is. */
export interface JudgeIdentity {
  /** Version of the newest of Talos' libraries in it, such as `v1.14.1`: newer contracts are not for it. */
  readonly talosVersion: string;
  /** SHA-256 of all its modules, in hexadecimal: another judge may answer in another way. */
  readonly digest: string;
  /** Its modules, oldest first; the oldest that knows a contract judges it. */
  readonly modules: readonly JudgeModule[];
}

/** One library of Talos. */
export interface JudgeModule {
  /** Name of its file in the package. */
  readonly file: string;
  /** Its version, such as `v1.13.9`. */
  readonly talosVersion: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly digest: string;
}

/** The modules are not there: they are built by the toolchain and come with the published package. */
export class JudgeMissing extends Error {}

/** The process that judges gave no answers. Its message may quote what the process printed. */
export class JudgeFailed extends Error {
  /** How it failed, such as `ended with SIGKILL`; it quotes nothing. */
  readonly reason: string;
}

/**
 * Which judge this is.
 *
 * @throws {@link JudgeMissing} if the modules were not built
 */
export function judgeIdentity(): JudgeIdentity;

/**
 * Makes and checks machine configurations with Talos' own library, those of each library in one process of its own, and waits
 * for it. A process takes about 0.6 s and 160 MiB, and 25 ms for each configuration.
 *
 * @returns one answer for each request, in order
 * @throws {@link JudgeMissing} if the modules were not built
 * @throws {@link JudgeFailed} if the process ends with an error, is killed, says something else than answers, or takes more
 * than a minute and a second for each configuration
 */
export function judgeMachineConfigurations(requests: readonly JudgeRequest[]): readonly JudgeAnswer[];
