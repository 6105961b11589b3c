import type { Path } from '../values/path';

/** Settings of an endpoint that decide at synth what is made for it. */
export const ENDPOINT_KNOWN_AT_SYNTH: readonly Path[] = [
  // alias of the provider, and part of the names of variables
  ['endpointName'],
  ['hosts'],
  ['imageHost'],
  ['resourcePools'],
  ['ssh', 'agent'],
  ['ssh', 'nodes'],
  ['pciMappings', '*', 'devices'],
  ['usbMappings', '*', 'devices'],
  ['directoryMappings', '*', 'directories'],
];

/** Settings of a resource mapping that decide at synth how it is rendered. */
export const MAPPING_KNOWN_AT_SYNTH: readonly Path[] = [['devices']];

/** As of other mappings; machines know the directories by the name, as part of a longer text. */
export const DIRECTORY_MAPPING_KNOWN_AT_SYNTH: readonly Path[] = [['mappingName'], ['directories']];
