import type { DocumentKind, TalosDocument } from './document-kind';

/** Rules of udev. */
export interface UdevRulesConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'UdevRulesConfig';
  /** The rules, a line each. */
  readonly rules: readonly string[];
}

/** Rules of udev of a machine. */
export const udevRulesConfig: DocumentKind<UdevRulesConfig> = {
  kind: 'UdevRulesConfig',
  since: 'v1.14',
  render: (_cluster, { udevRules = [] }) =>
    udevRules.length === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'UdevRulesConfig', rules: udevRules }],
  moves: ['machine.udev'],
};
