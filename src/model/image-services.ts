import { waitingServices } from '../data/extension-services';
import type { Schematic } from '../values/schematic/schematic';

/**
 * Services of system extensions without those whose extension an image leaves out: settings of several machines are not
 * for one that has no such service, and may hold its key. Services that are not known may come from anywhere.
 */
export function servicesInImage<Service>(
  services: Readonly<Record<string, Service>> | undefined,
  schematic: Schematic | undefined,
): Readonly<Record<string, Service>> | undefined {
  if (services === undefined || schematic === undefined) return services;
  const known = waitingServices();
  const inImage = Object.entries(services).filter(([name]) => {
    const extension = known[name]?.extension;
    return extension === undefined || schematic.hasExtension(extension);
  });
  return inImage.length === 0 ? undefined : Object.fromEntries(inImage);
}
