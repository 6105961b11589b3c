/**
 * Settings of the components of the control plane; the same for every control plane, and nothing for workers.
 *
 * @typeParam Setting form of an argument; a cluster file takes numbers and truth values as text
 */
export interface ControlPlaneOptions<Setting = string> {
  /**
   * Sign in to the Kubernetes API with OpenID Connect.
   * @default - client certificates only
   */
  readonly oidc?: OidcSettings;
  /**
   * Further arguments of the API server, without leading dashes. Talos sets some by itself, which are refused here.
   * @default - none
   */
  readonly apiServerExtraArgs?: Readonly<Record<string, Setting>>;
  /**
   * Further arguments of the controller manager, without leading dashes.
   * @default - none
   */
  readonly controllerManagerExtraArgs?: Readonly<Record<string, Setting>>;
  /**
   * Further arguments of the scheduler, without leading dashes.
   * @default - none
   */
  readonly schedulerExtraArgs?: Readonly<Record<string, Setting>>;
  /**
   * Further arguments of etcd, without leading dashes.
   * @default - none
   */
  readonly etcdExtraArgs?: Readonly<Record<string, Setting>>;
  /**
   * Resources, variables and volumes of the API server.
   * @default - those of Talos
   */
  readonly apiServer?: ComponentOptions<Setting>;
  /**
   * Resources, variables and volumes of the controller manager.
   * @default - those of Talos
   */
  readonly controllerManager?: ComponentOptions<Setting>;
  /**
   * Resources, variables, volumes and configuration of the scheduler.
   * @default - those of Talos
   */
  readonly scheduler?: SchedulerOptions<Setting>;
  /**
   * Networks of etcd.
   * @default - the network of the machine
   */
  readonly etcd?: EtcdOptions;
  /**
   * Let a Prometheus in the cluster read the metrics of the controller manager, the scheduler, etcd and kube-proxy: they
   * listen on every address instead of on the machine itself. Those of etcd (port 2381) and of kube-proxy (port 10249)
   * ask for no credentials.
   * @default false
   */
  readonly exposeMetrics?: boolean;
  /**
   * Configuration of admission plugins by their names, such as `PodSecurity`. It is joined to what Talos has: lists grow,
   * other values are replaced.
   * @default - Pod Security as Talos has it: baseline is enforced outside of kube-system
   */
  readonly admission?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /**
   * Let pods use the Talos API, such as one that makes backups of etcd or upgrades machines: an object `ServiceAccount`
   * of `talos.dev/v1alpha1` in one of the namespaces gets credentials with the roles that it asks for.
   * @default - no pod
   */
  readonly talosApiAccess?: TalosApiAccessOptions;
}

/** Role of the Talos API. */
export type TalosRole = (typeof TALOS_ROLES)[number];

/** Roles of the Talos API that pods may get, of every contract. */
export const TALOS_ROLES = ['os:admin', 'os:operator', 'os:reader', 'os:etcd:backup'] as const;

/** Pods that may use the Talos API. */
export interface TalosApiAccessOptions {
  /**
   * Roles that pods may get: `os:reader` looks only, `os:operator` also restarts machines, `os:etcd:backup` takes
   * snapshots of etcd, and `os:admin` may do all that you may, such as reading the secrets of the machines.
   */
  readonly allowedRoles: readonly TalosRole[];
  /** Namespaces of the pods, such as `system-upgrade`. */
  readonly allowedNamespaces: readonly string[];
}

/** Sign-in to the Kubernetes API with OpenID Connect. */
export interface OidcSettings {
  /** URL of the provider of identities, without the discovery path. */
  readonly issuerUrl: string;
  /** Client id that tokens must be made for. */
  readonly clientId: string;
  /**
   * Claim that is the name of the user, such as `email`.
   * @default - sub
   */
  readonly usernameClaim?: string;
  /**
   * Text before the name of every user, such as `oidc:`; `-` for none.
   * @default - the URL of the issuer, but none with the claim email
   */
  readonly usernamePrefix?: string;
  /**
   * Claim that lists the groups of the user, such as `groups`.
   * @default - users have no groups
   */
  readonly groupsClaim?: string;
  /**
   * Text before the name of every group, such as `oidc:`.
   * @default - none
   */
  readonly groupsPrefix?: string;
}

/** A component that runs as a static pod. */
export interface ComponentOptions<Setting = string> {
  /**
   * Variables of the environment, such as `GOMEMLIMIT`.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, Setting>>;
  /**
   * Processor and memory of the pod.
   * @default - requests as Talos has them, no limits
   */
  readonly resources?: ComponentResources<Setting>;
  /**
   * Directories and files of the machine that the pod sees.
   * @default - those of Talos
   */
  readonly volumes?: readonly ComponentVolume[];
}

/** Processor and memory of a pod. */
export interface ComponentResources<Setting = string> {
  /**
   * Amounts that are reserved for the pod.
   * @default - as Talos has it: 200m and 512Mi for the API server, 50m and 256Mi for the controller manager, 10m and 64Mi for the scheduler
   */
  readonly requests?: ResourceAmounts<Setting>;
  /**
   * Amounts that the pod may not exceed.
   * @default - no limit
   */
  readonly limits?: ResourceAmounts<Setting>;
}

/** Amounts as Kubernetes writes them. */
export interface ResourceAmounts<Setting = string> {
  /**
   * Processors, such as `500m` for half of one.
   * @default - that of Talos
   */
  readonly cpu?: Setting;
  /**
   * Memory, such as `512Mi`.
   * @default - that of Talos
   */
  readonly memory?: Setting;
}

/** A directory or file of the machine in the pod of a component. */
export interface ComponentVolume {
  /** Where the machine has it, such as `/var/lib/audit`. */
  readonly hostPath: string;
  /** Where the pod has it, such as `/etc/audit`. */
  readonly mountPath: string;
  /**
   * Let the pod only read it.
   * @default false
   */
  readonly readOnly?: boolean;
}

/** The scheduler. */
export interface SchedulerOptions<Setting = string> extends ComponentOptions<Setting> {
  /**
   * Fields of `KubeSchedulerConfiguration`, such as profiles; Talos adds the kind and the credentials.
   * @default - none
   */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** Networks of etcd. */
export interface EtcdOptions {
  /**
   * Networks or addresses that etcd tells its members to reach it by; `!` before one excludes it. With a network of its
   * own for etcd, write that one.
   * @default - the network of the machine
   */
  readonly advertisedSubnets?: readonly string[];
  /**
   * Networks or addresses that etcd listens on; `!` before one excludes it.
   * @default - advertisedSubnets
   */
  readonly listenSubnets?: readonly string[];
}
