import type { TalosDocument } from './talos-document';
import type { MachineSettings } from '../settings/machine';

/** The name of a machine. */
export interface HostnameConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'HostnameConfig';
  /** Talos makes up no name. */
  readonly auto: 'off';
  /** Name of the machine. */
  readonly hostname: string;
}

/**
 * The name of a machine as a document. Talos generates one with `auto: stable`, which a node refuses beside a fixed
 * name, so both are always said together.
 */
export function hostnameConfig({ hostname }: MachineSettings): HostnameConfig {
  return { apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'off', hostname };
}
