import { autoBesideHostname, otherHostname } from '../faults';
import type { DocumentKind, TalosDocument } from './document-kind';

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
 * The name of a machine. Talos generates one with `auto: stable`, which a machine refuses beside a fixed name, so both
 * are always said together.
 */
export const hostnameConfig: DocumentKind<HostnameConfig> = {
  kind: 'HostnameConfig',
  since: 'v1.12',
  render: (_cluster, { hostname }) => [{ apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'off', hostname }],
  legacy: (_cluster, { hostname }) => ({ machine: { network: { hostname } } }),
  replaces: ['machine.network.hostname', 'machine.features.stableHostname'],
  fixed: [{ field: 'hostname', legacy: 'machine.network.hostname', message: otherHostname }],
  conflict: ({ auto, hostname }) =>
    auto === 'stable' && hostname !== undefined && hostname !== null && hostname !== ''
      ? autoBesideHostname()
      : undefined,
};
