/** Where OpenTofu keeps the state, and whether it is encrypted. It holds all secrets of the cluster. */
export interface StateSettings extends StateEncryptionSettings {
  /**
   * Where the state is kept: `local` in the project, as `state/<name>.tfstate`, in an S3 bucket, or on an HTTP server.
   * @default local
   */
  readonly backend?: 'local' | S3StateChoice | HttpStateChoice;
  /**
   * Encryption of state and plans with the passphrase in the variable `state_passphrase`. `migrate` also reads a state
   * that is not encrypted yet; switch to `on` after one apply.
   * @default off
   */
  readonly encryption?: 'off' | 'on' | 'migrate';
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
