/** Where OpenTofu keeps the state, and whether it is encrypted. It holds all secrets of the cluster. */
export interface StateSettings extends StateEncryptionSettings {
  /**
   * Where the state is kept: `local` in the project, as `state/<name>.tfstate`, in an S3 bucket, on an HTTP server, in a
   * PostgreSQL database, or in another Kubernetes cluster.
   * @default local
   */
  readonly backend?: 'local' | S3StateChoice | HttpStateChoice | PgStateChoice | KubernetesStateChoice;
  /**
   * Encryption of state and plans with the passphrase in the variable `state_passphrase`. `migrate` also reads a state
   * that is not encrypted yet; switch to `on` after one apply.
   * @default off
   */
  readonly encryption?: 'off' | 'on' | 'migrate';
  /**
   * How long `plan`, `apply` and `destroy` wait for the lock of the state while another run holds it, in seconds. The option
   * `--lock-timeout` of a command comes before it.
   * @default - 0, which fails at once
   */
  readonly lockTimeoutSeconds?: number;
}

/** How the key of an encryption is made of the passphrase. */
export interface StateEncryptionSettings {
  /**
   * Rounds of PBKDF2 that turn the passphrase into a key, 200000 to 10000000. More rounds make a stolen state slower to
   * guess and every command slower too: 600000 take about a second per command, 200000 a third of it. It can be changed
   * at any time; the next apply writes the state with the new number.
   * @default - 600000, the default of OpenTofu
   */
  readonly encryptionIterations?: number;
}

/** The state in a bucket. */
export interface S3StateChoice {
  /** A bucket of S3 or of a compatible store. The keys come from the environment: `AWS_ACCESS_KEY_ID` and so on. */
  readonly s3: S3StateSettings;
}

/** The state on a server. */
export interface HttpStateChoice {
  /** A server that speaks HTTP. User and password come from `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`. */
  readonly http: HttpStateSettings;
}

/** The state in a database. */
export interface PgStateChoice {
  /** A database of PostgreSQL. User and password come from `PG_CONN_STR`, or from `PGUSER` and `PGPASSWORD`. */
  readonly pg: PgStateSettings;
}

/** The state in a Kubernetes cluster. */
export interface KubernetesStateChoice {
  /**
   * A secret in another Kubernetes cluster: this one does not exist before its state does. Credentials come from the
   * kubeconfig in `KUBE_CONFIG_PATH`, or from `KUBE_TOKEN`.
   */
  readonly kubernetes: KubernetesStateSettings;
}

/**
 * A bucket of S3, or of a store that speaks its language.
 *
 * @see https://opentofu.org/docs/language/settings/backends/s3/
 */
export interface S3StateSettings {
  /** Name of the bucket, which must exist. */
  readonly bucket: string;
  /**
   * Name of the state in the bucket.
   * @default - the name of the stack with .tfstate
   */
  readonly key?: string;
  /**
   * Region of the bucket. A bucket of AWS needs it.
   * @default - auto with an endpoint
   */
  readonly region?: string;
  /**
   * URL of the store.
   * @default - that of AWS
   */
  readonly endpoint?: string;
  /**
   * Put the bucket into the path of the URL, not before its host.
   * @default - true with an endpoint
   */
  readonly usePathStyle?: boolean;
  /**
   * Lock the state with a file beside it.
   * @default true
   */
  readonly useLockfile?: boolean;
  /**
   * Leave out the checks that only AWS answers.
   * @default - true with an endpoint
   */
  readonly skipAwsChecks?: boolean;
}

/**
 * A server that keeps the state by HTTP, such as GitLab.
 *
 * @see https://opentofu.org/docs/language/settings/backends/http/
 */
export interface HttpStateSettings {
  /** URL that the state is read from and written to. */
  readonly address: string;
  /**
   * URL that locks the state.
   * @default - no lock
   */
  readonly lockAddress?: string;
  /**
   * URL that unlocks the state.
   * @default - lockAddress
   */
  readonly unlockAddress?: string;
  /**
   * Method that writes the state.
   * @default POST
   */
  readonly updateMethod?: 'POST' | 'PUT';
  /**
   * Method that locks the state.
   * @default LOCK
   */
  readonly lockMethod?: 'LOCK' | 'POST' | 'PUT';
  /**
   * Method that unlocks the state.
   * @default UNLOCK
   */
  readonly unlockMethod?: 'UNLOCK' | 'DELETE' | 'POST' | 'PUT';
  /**
   * Shortest wait between two tries, in seconds.
   * @default 1
   */
  readonly retryWaitMinSeconds?: number;
}

/**
 * A database of PostgreSQL, which locks the state by itself.
 *
 * @see https://opentofu.org/docs/language/settings/backends/pg/
 */
export interface PgStateSettings {
  /**
   * URL of the database without user and password, such as `postgres://db.example.com/tofu?sslmode=verify-full`. With it
   * `PG_CONN_STR` is not read; user and password come from `PGUSER` and `PGPASSWORD`.
   * @default - that in PG_CONN_STR
   */
  readonly address?: string;
  /**
   * Schema of the database that holds the state.
   * @default - the name of the stack
   */
  readonly schemaName?: string;
  /**
   * Table of the schema that holds the state. Two clusters must not share schema and table.
   * @default states
   */
  readonly tableName?: string;
  /**
   * Index of the table.
   * @default states_by_name
   */
  readonly indexName?: string;
  /**
   * Leave the schema to the owner of the database, who has created it. For a user that may not create one.
   * @default false
   */
  readonly skipSchemaCreation?: boolean;
  /**
   * Leave the table, and the sequence `public.global_states_id_seq`, to the owner of the database, who has created both.
   * @default false
   */
  readonly skipTableCreation?: boolean;
  /**
   * Leave the index to the owner of the database, who has created it.
   * @default false
   */
  readonly skipIndexCreation?: boolean;
}

/**
 * A secret in a Kubernetes cluster, locked by a lease beside it. A secret takes 1 MiB, and a state is compressed.
 *
 * @see https://opentofu.org/docs/language/settings/backends/kubernetes/
 */
export interface KubernetesStateSettings {
  /**
   * End of the name of the secret: `tfstate-default-<suffix>`.
   * @default - the name of the stack
   */
  readonly secretSuffix?: string;
  /**
   * Namespace of the secret, which must exist.
   * @default - that in KUBE_NAMESPACE, or "default"
   */
  readonly namespace?: string;
  /**
   * Labels of secret and lease, beside those of OpenTofu.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Full path of a kubeconfig, or one that begins with `~/`.
   * @default - that in KUBE_CONFIG_PATH; `~/.kube/config` is not read by itself
   */
  readonly configPath?: string;
  /**
   * Context of the kubeconfig.
   * @default - that in KUBE_CTX, or its current one
   */
  readonly configContext?: string;
  /**
   * User of the kubeconfig, in place of that of the context.
   * @default - that in KUBE_CTX_AUTH_INFO, or that of the context
   */
  readonly configContextAuthInfo?: string;
  /**
   * Cluster of the kubeconfig, in place of that of the context.
   * @default - that in KUBE_CTX_CLUSTER, or that of the context
   */
  readonly configContextCluster?: string;
  /**
   * URL of the Kubernetes API, in place of that of the kubeconfig.
   * @default - that in KUBE_HOST, or that of the kubeconfig
   */
  readonly endpoint?: string;
  /**
   * Certificates of the authority of the Kubernetes API as PEM.
   * @default - those in KUBE_CLUSTER_CA_CERT_DATA, or those of the kubeconfig
   */
  readonly clusterCaCertificate?: string;
  /**
   * Take the Kubernetes API for who it says it is, whatever its certificate.
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * Use the service account of the pod that OpenTofu runs in.
   * @default false
   */
  readonly inClusterConfig?: boolean;
  /**
   * A program that gives credentials for the kubeconfig, as `kubectl` knows them.
   * @default - as the kubeconfig says
   */
  readonly exec?: KubernetesCredentialPlugin;
}

/** A credential plugin of Kubernetes. It gets the environment of OpenTofu. */
export interface KubernetesCredentialPlugin {
  /** Version of its API, such as `client.authentication.k8s.io/v1`. */
  readonly apiVersion: string;
  /** Name or path of the program. */
  readonly command: string;
  /**
   * Its arguments.
   * @default - none
   */
  readonly args?: readonly string[];
}
