/** Sentences about the machine configurations of synthesized stacks that Talos' judge is asked about. */

/** Why a configuration is not judged: the provider decides what it writes. */
export function contractNotSet(): string {
  return 'talos_version is not set, so the release of the Talos provider decides what is written';
}

/** Why a configuration is not judged: the contract is no literal, or none that is known here. */
export function contractNotKnown(): string {
  return 'talos_version is known only to OpenTofu, or is a version that this release does not know';
}

/** Why a configuration is not judged: the judge is older than what it is written for. */
export function contractNewerThanJudge(contract: string, judgeVersion: string): string {
  return `it is written for Talos ${contract}, and the judge is ${judgeVersion}`;
}

/** Why a configuration is not judged. */
export function machineTypeNotKnown(): string {
  return 'machine_type is known only to OpenTofu';
}

/** Why a configuration is not judged. */
export function patchesNotKnown(): string {
  return 'config_patches is known only to OpenTofu';
}

/** Once for a stack: values that samples stood for. */
export function valuesNotJudged(stack: string, places: readonly string[]): string {
  return `${stack}: not judged, as OpenTofu alone knows the values: ${shortened(places)}`;
}

/** Once for a stack: configurations of which nothing was judged. */
export function configurationsNotJudged(stack: string, reason: string, machines: readonly string[]): string {
  return `${stack}: not judged, as ${reason}: ${shortened(machines)}`;
}

/** The machines that have the same fault as the first. */
export function sameElsewhere(machines: readonly string[]): string {
  return machines.length === 0 ? '' : `; the same for ${machines.join(', ')}`;
}

/** Behind what Talos refuses in a configuration of which OpenTofu alone knows a whole patch. */
export function unlessPatchChangesIt(): string {
  return '; a patch that OpenTofu alone knows may change that';
}

/** The faults of stacks, and how many they are. */
export function configurationsRefused(faults: readonly string[]): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  return `${faults.join('\n')}\n${count} in machine configurations`;
}

const SHOWN = 8;

function shortened(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
