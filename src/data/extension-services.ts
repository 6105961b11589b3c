import { schemaFile } from './schema-file';

/** A service that waits until it is configured. */
export interface WaitingService {
  /** Official extension that brings it, such as `siderolabs/tailscale`. */
  readonly extension: string;
  /** Configuration that it cannot work without, in words. */
  readonly needs: string;
}

interface ServicesFile {
  readonly services: Readonly<Record<string, WaitingService>>;
}

/** Services of official extensions that wait until they are configured, by their names. */
export function waitingServices(): ServicesFile['services'] {
  return (schemaFile('extension-services.json') as ServicesFile).services;
}
