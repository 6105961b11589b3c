import type { Path } from '../values/path';

/** Settings of a network that its machines' addresses and documents are made of at synth. */
export const NETWORK_KNOWN_AT_SYNTH: readonly Path[] = [['subnet'], ['link'], ['searchDomains']];

/** Settings of a machine in a network that decide at synth what is made for it. */
export const MEMBER_KNOWN_AT_SYNTH: readonly Path[] = [['hostname'], ['machineType'], ['link'], ['network', 'subnet']];
