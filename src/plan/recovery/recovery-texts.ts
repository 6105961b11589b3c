/** A bootstrap that ended after the apply had lost it. */
export function bootstrapNotInState(address: string): string {
  return (
    `the cluster is bootstrapped, but ${address} is not in the state, so every apply bootstraps again and fails; ` +
    'the next apply imports it'
  );
}

/** A deploy key that was registered after the apply had lost it. */
export function deployKeyNotInState(address: string): string {
  return (
    `the deploy key is registered, but ${address} is not in the state, so every apply registers it again and fails; ` +
    'the next apply asks Gitea for its number and imports it'
  );
}

/** A machine that runs with settings that are no longer written. */
export function oldValuesRunning(machine: string, host: string | undefined): string {
  return (
    `${machine}: its new settings are stored, but it was not restarted and runs with the old ones, and no later plan shows that; ` +
    `restart the virtual machine itself ${hostText(host)}, a reboot from inside is not enough`
  );
}

/** A machine that was to be restarted when the apply failed. */
export function restartInterrupted(machine: string, host: string | undefined): string {
  return (
    `${machine}: was to be restarted when the apply failed; if the next plan no longer shows its change, it runs with the old ` +
    `values: restart the virtual machine itself ${hostText(host)} then, a reboot from inside is not enough`
  );
}

function hostText(host: string | undefined): string {
  return host === undefined ? 'on its host' : `on host ${host}`;
}

/** How a virtual machine is turned off and on, with the settings that wait for it. */
export function restartCommand(machine: string, vmId: number | undefined): string {
  return `qm reboot ${vmId ?? `<VM id of ${machine}>`}`;
}

/** The owner of a lock. */
export interface LockHolder {
  /** User and computer. */
  readonly who: string | undefined;
  /** Its beginning, in UTC. */
  readonly since: string | undefined;
}

/** A lock that another run holds, or held when it was killed. */
export function stateLocked({ who, since }: LockHolder): string {
  const holder = who === undefined ? 'another run' : `a run of ${who}`;
  const begun = since === undefined ? '' : ` since ${since} UTC`;
  return (
    `the state is locked by ${holder}${begun}; wait for its end (--lock-timeout 10m waits by itself), or, if it was killed ` +
    'and none is at work, remove its lock'
  );
}

/** A lock of PostgreSQL, which nobody can leave behind. */
export function stateLockedInSession(): string {
  return (
    'the state is locked by another run, and PostgreSQL frees the lock as soon as that ends (--lock-timeout 10m waits for ' +
    'it); it does not say whose it is, and OpenTofu shows the one who asks: psql "$PG_CONN_STR" -c "SELECT pid, usename, ' +
    "client_addr, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'\" lists them, " +
    'and SELECT pg_terminate_backend(<pid>) ends one whose computer is gone'
  );
}

/** A state that could not be kept where it belongs, when the server of states went away in the middle. */
export function stateNotWritten(isLocked: boolean): string {
  const sentence =
    'the state could not be written to its place, and lies in errored.tfstate beside the stack; do not apply again before ' +
    'it is there: make the server reachable again, and write the state';
  return isLocked
    ? `${sentence}; the lock of this run is still there, so the state is written without one, and the next apply says how it is removed`
    : sentence;
}

/** The host of a machine or an image that an error is about; whether it exists there is not known. */
export function failedPlace(what: string, host: string, endpointUrl: string): string {
  return `the error is about ${what}: host ${host} of ${endpointUrl}`;
}

/** A version of Talos that Image Factory has no image of. */
export function imageUnknown(version: string, factoryUrl: string): string {
  return (
    `Image Factory at ${factoryUrl} does not know Talos ${version}; write a version that ${factoryUrl}/versions lists, ` +
    'and apply again'
  );
}

/** An image that Image Factory cannot build. */
export function imageRefused(version: string, schematicId: string, factoryUrl: string): string {
  return (
    `Image Factory at ${factoryUrl} does not build Talos ${version} with schematic ${schematicId}; ` +
    `write extensions that ${factoryUrl}/version/${version}/extensions/official lists, and apply again`
  );
}
