import { featureVersions, type FeatureVersion } from '../data/privileges';
import type { EndpointNeeds } from './needs';
import { compareReleases } from './privilege-needs';

/** Features that are needed of an endpoint and that a release of Proxmox VE does not have yet. */
export function missingFeatures(
  { machines, downloads, directoryMappings, objects }: EndpointNeeds,
  version: string,
): readonly FeatureVersion[] {
  const isUsed = {
    machine: machines.length > 0,
    highAvailability: objects.some(({ feature }) => feature === 'highAvailability'),
    sdn: objects.some(({ feature }) => feature === 'sdnZone' || feature === 'sdnVnet'),
    nestedPool: objects.some(({ feature, name }) => feature === 'resourcePool' && name.includes('/')),
    directory: directoryMappings.length > 0 || machines.some((machine) => machine.directoryMappings.length > 0),
    import: downloads.some(({ contentType }) => contentType === 'import'),
  };
  return featureVersions().filter(({ feature, minimum }) => isUsed[feature] && compareReleases(version, minimum) < 0);
}
