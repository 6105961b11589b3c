import { withoutEmpty } from '../fields';
import type { TimeOptions } from '../settings/time';
import type { DocumentKind, TalosDocument } from './document-kind';

/** The clock of a machine. */
export interface TimeSyncConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'TimeSyncConfig';
  /** If anybody is asked for the time. */
  readonly enabled?: boolean;
  /** How long a boot waits for the time, with its unit. */
  readonly bootTimeout?: string;
  /** Servers of the Network Time Protocol. */
  readonly ntp?: { readonly servers?: readonly string[] };
  /** Clocks of network cards. */
  readonly ptp?: { readonly devices?: readonly string[] };
}

/** The clock of a machine; no document if the settings say nothing of it. */
export const timeSyncConfig: DocumentKind<TimeSyncConfig> = {
  kind: 'TimeSyncConfig',
  since: 'v1.12',
  render(_cluster, { time = {} }) {
    const fields = withoutEmpty({
      enabled: time.enabled,
      bootTimeout: bootTimeout(time),
      ntp: { servers: time.servers },
      ptp: { devices: time.ptpDevices },
    });
    return Object.keys(fields).length === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'TimeSyncConfig', ...fields }];
  },
  legacy: (_cluster, { time }) => ({
    machine: {
      time: time && {
        disabled: time.enabled === undefined ? undefined : !time.enabled,
        servers: time.servers,
        bootTimeout: bootTimeout(time),
      },
    },
  }),
  replaces: ['machine.time'],
};

function bootTimeout({ bootTimeoutSeconds }: TimeOptions): string | undefined {
  return bootTimeoutSeconds === undefined ? undefined : `${bootTimeoutSeconds}s`;
}
