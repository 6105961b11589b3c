/** A folder that a local state cannot be written to. */
export function stateFolderClosed(folder: string, reason: string): string {
  return `the state cannot be written: ${folder} ${reason}; make it a folder that you can write to`;
}

/** Why: something else has the name of the folder. */
export function isNoFolder(): string {
  return 'is no folder';
}

/** Why: the folder is not for this user. */
export function isNotWritable(): string {
  return 'is not writable for you';
}

/** A state in clear text that others can read. */
export function stateReadable(file: string): string {
  return `${file} holds the secrets of the cluster in clear text, and others can read it: chmod 600 ${file}, or write state.encryption: migrate`;
}

/** A folder in which others can replace a state. */
export function stateReplaceable(folder: string): string {
  return `${folder}, where the state is kept, can be changed by everybody on this computer: chmod go-w ${folder}`;
}

/** A state that was encrypted with another passphrase. */
export function passphraseDiffers(): string {
  return 'the state is encrypted with another passphrase than STATE_PASSPHRASE holds; put the one there that it was encrypted with';
}

/** A state in clear text where an encrypted one is expected. */
export function stateNotEncryptedYet(): string {
  return 'the state is not encrypted, and state.encryption is on; write migrate, apply once, and then on';
}

/** A bucket that does not exist. */
export function bucketMissing(bucket: string, store: string): string {
  return `the state cannot be kept: there is no bucket "${bucket}" at ${store}; create it, as OpenTofu does not`;
}

/** Nothing that a bucket is opened with. */
export function bucketKeysMissing(): string {
  return 'the state cannot be read: there are no keys for the bucket; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE';
}

/** Keys that a bucket is not opened with. */
export function bucketKeysRefused(bucket: string, store: string, said: string): string {
  return (
    `the state cannot be read: ${store} refuses the keys for the bucket "${bucket}" (${said}); AWS_ACCESS_KEY_ID and ` +
    'AWS_SECRET_ACCESS_KEY must be keys that may list the bucket, and read and write what is in it'
  );
}

/** A server that wants to know who asks, or does not believe it. */
export function stateLoginRefused(address: string): string {
  return `the state cannot be read: ${address} refuses the login; TF_HTTP_USERNAME and TF_HTTP_PASSWORD must hold one that may read and write there`;
}

/** A table that the owner of a database has to create. */
export function tableMissing(place: string): string {
  return `the state cannot be kept: there is no ${place}; its owner has to create it, or remove skipSchemaCreation and skipTableCreation`;
}

/** A database that does not exist. */
export function databaseMissing(database: string): string {
  return `the state cannot be kept: there is no database "${database}"; create it, as OpenTofu does not`;
}

/** A login that a database refuses. */
export function databaseLoginRefused(said: string): string {
  return `the state cannot be read: ${said}; PG_CONN_STR, or PGUSER and PGPASSWORD, must hold a login of the database`;
}

/** A database that does not speak TLS. */
export function databaseWithoutTls(): string {
  return 'the state cannot be read: the database does not speak TLS; turn it on, or write ?sslmode=disable behind the URL where nobody else can listen';
}

/** A user of a database without the rights that a state takes. */
export function databaseClosed(said: string): string {
  return (
    `the state cannot be kept: ${said}; the user needs CREATE on the database and on its schema public, or a schema, a ` +
    'table and the sequence public.global_states_id_seq that the owner has created, and skipSchemaCreation, ' +
    'skipTableCreation and skipIndexCreation'
  );
}

/** A kubeconfig that is not there, or that has no such context. */
export function kubeconfigMissing(said: string): string {
  return `the state cannot be read: ${said}; set KUBE_CONFIG_PATH to the full path of a kubeconfig, or write state.backend.kubernetes.configPath`;
}

/** A namespace that does not exist. */
export function kubernetesNamespaceMissing(namespace: string): string {
  return `the state cannot be kept: there is no namespace "${namespace}"; create it, as OpenTofu does not`;
}

/** A user of Kubernetes without the rights that a state takes. */
export function kubernetesRightsMissing(namespace: string): string {
  return `the state cannot be kept: the user of Kubernetes may not use secrets (get, list, create, update) and leases (get, create, update) of the namespace "${namespace}"`;
}

/** Credentials that a Kubernetes API refuses. */
export function kubernetesLoginRefused(): string {
  return 'the state cannot be read: the Kubernetes API refuses the credentials; those of the kubeconfig, or KUBE_TOKEN, must be valid';
}

/** A state that cannot be read for another reason. */
export function stateNotRead(place: string, said: string): string {
  return `the state cannot be read from ${place}: ${said}; check state.backend, and that the place is reachable from here`;
}

/** A lock that somebody holds. */
export function stateLocked(place: string): string {
  return `the state is locked (${place}): an apply is running, or one has died; an apply waits for it, and tofu force-unlock removes the lock of one that has died`;
}

/** A lock that cannot be asked for. */
export function lockNotReachable(address: string, said: string): string {
  return `the state cannot be locked: ${address} says ${said}; check state.backend.http.lockAddress`;
}

/** Why a state was not looked at: OpenTofu is missing. */
export function stateNeedsTofu(): string {
  return 'the state was not read: it takes OpenTofu';
}

/** Why a state was not looked at: a variable is missing. */
export function stateNeedsVariables(names: readonly string[]): string {
  return `the state was not read: it takes ${names.join(' and ')}`;
}

/** Why a state was not looked at: it took too long. */
export function stateTooSlow(place: string, seconds: number): string {
  return `the state was not read: ${place} did not answer within ${seconds} s`;
}

/** A state that can be read. */
export function stateRead(place: string, resources: number): string {
  return resources === 0
    ? `state: ${place} can be read; nothing was applied yet`
    : `state: ${place} can be read; it has ${resources} resources`;
}
