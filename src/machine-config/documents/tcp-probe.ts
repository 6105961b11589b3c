import type { DocumentKind, TalosDocument } from './document-kind';

/** A server that must answer before the network counts as ready. */
export interface TcpProbeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'TCPProbeConfig';
  /** Name of the probe. */
  readonly name: string;
  /** Host and port. */
  readonly endpoint: string;
  /** Interval, with its unit. */
  readonly interval?: string;
  /** How long an answer may take, with its unit. */
  readonly timeout?: string;
  /** Failures in a row that are forgiven. */
  readonly failureThreshold?: number;
}

/** Servers that must answer. */
export const tcpProbeConfig: DocumentKind<TcpProbeConfig> = {
  kind: 'TCPProbeConfig',
  since: 'v1.13',
  render: (_cluster, { links: { tcpProbes = {} } = {} }) =>
    Object.entries(tcpProbes).map(([name, { endpoint, intervalSeconds, timeoutSeconds, failureThreshold }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'TCPProbeConfig',
      name,
      endpoint,
      ...(intervalSeconds !== undefined && { interval: `${intervalSeconds}s` }),
      ...(timeoutSeconds !== undefined && { timeout: `${timeoutSeconds}s` }),
      ...(failureThreshold !== undefined && { failureThreshold }),
    })),
};
