import { quoteValue } from '../../errors/spec';

/** A service that would wait for ever. */
export function serviceNotConfigured(hostname: string, service: string, needs: string): string {
  return `the service of this extension waits on ${hostname} until it is configured; write machine.extensionServices.${service} with ${needs}`;
}

/** Settings of a service that no image has. */
export function extensionMissing(service: string, extension: string): string {
  return `no machine with these settings has the service ${quoteValue(service)}; write ${quoteValue(extension)} under extensions of its schematic, or remove them`;
}

/** A name that is nearly that of a known service. */
export function serviceMisspelt(got: string, nearest: string): string {
  return `got ${quoteValue(got)}; write ${quoteValue(nearest)}`;
}
