import type { DocumentKind, TalosDocument } from './document-kind';

/** Kernel parameters. */
export interface SysctlConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'SysctlConfig';
  /** The parameters. */
  readonly params: Readonly<Record<string, string>>;
}

/** Kernel parameters of a machine. */
export const sysctlConfig: DocumentKind<SysctlConfig> = {
  kind: 'SysctlConfig',
  since: 'v1.14',
  render: (_cluster, { sysctls = {} }) =>
    Object.keys(sysctls).length === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'SysctlConfig', params: sysctls }],
  moves: ['machine.sysctls'],
};
