import type { Complete } from '../values/complete';
import type { HttpStateSettings, S3StateSettings } from './settings';

/** A bucket with every default filled in. */
export interface ResolvedS3State extends Complete<S3StateSettings> {
  /** Name of the state in the bucket. */
  readonly key: string;
  /** Region of the bucket. */
  readonly region: string;
}

/** A server with every default filled in; the settings of a lock are there with the lock only. */
export type ResolvedHttpState = Complete<HttpStateSettings>;

/**
 * Fills in what the settings of a bucket leave open.
 *
 * @param stackName names the state in the bucket
 */
export function resolvedS3State(stackName: string, settings: S3StateSettings): ResolvedS3State {
  const { bucket, endpoint } = settings;
  const isCompatibleStore = endpoint !== undefined;
  return {
    bucket,
    key: settings.key ?? `${stackName}.tfstate`,
    region: settings.region ?? 'auto',
    endpoint,
    usePathStyle: settings.usePathStyle ?? isCompatibleStore,
    useLockfile: settings.useLockfile ?? true,
    skipAwsChecks: settings.skipAwsChecks ?? isCompatibleStore,
  };
}

/** Fills in what the settings of a server leave open. */
export function resolvedHttpState(settings: HttpStateSettings): ResolvedHttpState {
  const { address, lockAddress, updateMethod = 'POST', retryWaitMinSeconds = 1 } = settings;
  const hasLock = lockAddress !== undefined;
  return {
    address,
    updateMethod,
    retryWaitMinSeconds,
    lockAddress,
    unlockAddress: hasLock ? (settings.unlockAddress ?? lockAddress) : undefined,
    lockMethod: hasLock ? (settings.lockMethod ?? 'LOCK') : undefined,
    unlockMethod: hasLock ? (settings.unlockMethod ?? 'UNLOCK') : undefined,
  };
}
