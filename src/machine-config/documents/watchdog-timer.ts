import type { DocumentKind, TalosDocument } from './document-kind';

/** A watchdog device that Talos keeps quiet while it lives. */
export interface WatchdogTimerConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'WatchdogTimerConfig';
  /** The device. */
  readonly device: '/dev/watchdog0';
  /** Time after which it acts, with its unit. */
  readonly timeout: string;
}

/** The watchdog of a machine: the first one, as a virtual machine has no other. */
export const watchdogTimerConfig: DocumentKind<WatchdogTimerConfig> = {
  kind: 'WatchdogTimerConfig',
  since: 'v1.9',
  render: (_cluster, { watchdogSeconds }) =>
    watchdogSeconds === undefined
      ? []
      : [
          {
            apiVersion: 'v1alpha1',
            kind: 'WatchdogTimerConfig',
            device: '/dev/watchdog0',
            timeout: `${watchdogSeconds}s`,
          },
        ],
};
