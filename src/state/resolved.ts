import type { Complete } from '../values/complete';
import type { HttpStateSettings, KubernetesStateSettings, PgStateSettings, S3StateSettings } from './settings';

/** A bucket with every default filled in. */
export interface ResolvedS3State extends Complete<S3StateSettings> {
  /** Name of the state in the bucket. */
  readonly key: string;
  /** Region of the bucket. */
  readonly region: string;
}

/** A server with every default filled in; the settings of a lock are there with the lock only. */
export type ResolvedHttpState = Complete<HttpStateSettings>;

/** A database with every default filled in. */
export interface ResolvedPgState extends Complete<PgStateSettings> {
  /** Schema that holds the state. */
  readonly schemaName: string;
}

/** A secret with every default filled in. */
export interface ResolvedKubernetesState extends Complete<KubernetesStateSettings> {
  /** End of the name of the secret. */
  readonly secretSuffix: string;
}

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

/**
 * Fills in what the settings of a database leave open.
 *
 * @param stackName names the schema
 */
export function resolvedPgState(stackName: string, settings: PgStateSettings): ResolvedPgState {
  return {
    address: settings.address,
    schemaName: settings.schemaName ?? stackName,
    tableName: settings.tableName ?? 'states',
    indexName: settings.indexName ?? 'states_by_name',
    skipSchemaCreation: settings.skipSchemaCreation ?? false,
    skipTableCreation: settings.skipTableCreation ?? false,
    skipIndexCreation: settings.skipIndexCreation ?? false,
  };
}

/**
 * Fills in what the settings of a secret leave open. What the environment of OpenTofu may say stays open: a value in the
 * stack would win over it.
 *
 * @param stackName ends the name of the secret
 */
export function resolvedKubernetesState(stackName: string, settings: KubernetesStateSettings): ResolvedKubernetesState {
  return {
    secretSuffix: settings.secretSuffix ?? stackName,
    namespace: settings.namespace,
    labels: settings.labels,
    configPath: settings.configPath,
    configContext: settings.configContext,
    configContextAuthInfo: settings.configContextAuthInfo,
    configContextCluster: settings.configContextCluster,
    endpoint: settings.endpoint,
    clusterCaCertificate: settings.clusterCaCertificate,
    insecure: settings.insecure,
    inClusterConfig: settings.inClusterConfig,
    exec: settings.exec,
  };
}
