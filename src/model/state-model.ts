import type { StateSpec } from '../cluster-file/state-spec';

/** Where OpenTofu keeps the state, and whether it is encrypted. */
export interface StateModel {
  /** Where the state is kept. */
  readonly backend: StateBackendModel;
  /** Whether state and plans are encrypted; `migrate` also reads a state that is not. */
  readonly encryption: 'off' | 'on' | 'migrate';
  /**
   * Rounds of PBKDF2 that turn the passphrase into a key.
   * @default - those of OpenTofu
   */
  readonly encryptionIterations?: number;
}

/** Where OpenTofu keeps the state. */
export type StateBackendModel = LocalBackendModel | S3BackendModel | HttpBackendModel;

/** A file of the project, `state/<name>.tfstate`. */
export interface LocalBackendModel {
  /** Tells the kinds of backends apart. */
  readonly kind: 'local';
}

/** A bucket of S3 or of a compatible store. */
export interface S3BackendModel {
  /** Tells the kinds of backends apart. */
  readonly kind: 's3';
  /** Name of the bucket. */
  readonly bucket: string;
  /** Name of the state in the bucket. */
  readonly key: string;
  /** Region of the bucket. */
  readonly region: string;
  /**
   * URL of the store.
   * @default - that of AWS
   */
  readonly endpoint?: string;
  /** Whether the bucket stands in the path of the URL. */
  readonly usePathStyle: boolean;
  /** Whether a file beside the state locks it. */
  readonly useLockfile: boolean;
  /** Whether the checks that only AWS answers are left out. */
  readonly skipAwsChecks: boolean;
}

/** A server that speaks HTTP. */
export interface HttpBackendModel {
  /** Tells the kinds of backends apart. */
  readonly kind: 'http';
  /** URL that the state is read from and written to. */
  readonly address: string;
  /** Method that writes the state. */
  readonly updateMethod: 'POST' | 'PUT';
  /** Shortest wait between two tries. */
  readonly retryWaitMinSeconds: number;
  /**
   * How the state is locked.
   * @default - not at all
   */
  readonly lock?: HttpLockModel;
}

/** How a server locks a state. */
export interface HttpLockModel {
  /** URL that locks the state. */
  readonly lockAddress: string;
  /** URL that unlocks the state. */
  readonly unlockAddress: string;
  /** Method that locks the state. */
  readonly lockMethod: 'LOCK' | 'POST' | 'PUT';
  /** Method that unlocks the state. */
  readonly unlockMethod: 'UNLOCK' | 'DELETE' | 'POST' | 'PUT';
}

type HttpSpec = Extract<StateSpec['backend'], { readonly http: unknown }>['http'];

/** Where the state is kept, with every default filled in. */
export function stateModel(
  clusterName: string,
  { backend = 'local', encryption = 'off', encryptionIterations }: StateSpec = {},
): StateModel {
  return { backend: backendModel(clusterName, backend), encryption, encryptionIterations };
}

function backendModel(clusterName: string, backend: NonNullable<StateSpec['backend']>): StateBackendModel {
  if (backend === 'local') return { kind: 'local' };
  if ('s3' in backend) {
    const { bucket, key, region, endpoint, usePathStyle, useLockfile, skipAwsChecks } = backend.s3;
    const isCompatibleStore = endpoint !== undefined;
    return {
      kind: 's3',
      bucket,
      key: key ?? `${clusterName}.tfstate`,
      region: region ?? 'auto',
      endpoint,
      usePathStyle: usePathStyle ?? isCompatibleStore,
      useLockfile: useLockfile ?? true,
      skipAwsChecks: skipAwsChecks ?? isCompatibleStore,
    };
  }
  const { address, updateMethod, retryWaitMinSeconds } = backend.http;
  return {
    kind: 'http',
    address,
    updateMethod: updateMethod ?? 'POST',
    retryWaitMinSeconds: retryWaitMinSeconds ?? 1,
    lock: lockModel(backend.http),
  };
}

function lockModel({ lockAddress, unlockAddress, lockMethod, unlockMethod }: HttpSpec): HttpLockModel | undefined {
  if (lockAddress === undefined) return undefined;
  return {
    lockAddress,
    unlockAddress: unlockAddress ?? lockAddress,
    lockMethod: lockMethod ?? 'LOCK',
    unlockMethod: unlockMethod ?? 'UNLOCK',
  };
}
