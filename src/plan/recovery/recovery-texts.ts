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

/** A lock that another run holds, or held when it was killed. */
export function stateLocked(): string {
  return 'the state is locked by another run; wait for its end, or, if it was killed and none is at work, remove its lock';
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
