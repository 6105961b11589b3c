import { type FirewallSource, firewallRules } from '../firewall';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Ports of a machine that some networks reach. */
export interface NetworkRuleConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'NetworkRuleConfig';
  /** Name of the rule. */
  readonly name: string;
  /** Which ports. */
  readonly portSelector: { readonly ports: readonly (number | string)[]; readonly protocol: 'tcp' | 'udp' };
  /** Where from. */
  readonly ingress: readonly FirewallSource[];
}

/** Rules of the firewall; every contract has this document. */
export const networkRuleConfig: DocumentKind<NetworkRuleConfig> = {
  kind: 'NetworkRuleConfig',
  since: 'v1.9',
  render: (cluster, machine, _main, machines) =>
    firewallRules(cluster, machine, machines).map(({ name, protocol, ports, from }) => ({
      apiVersion: 'v1alpha1',
      kind: 'NetworkRuleConfig',
      name,
      portSelector: { ports, protocol },
      ingress: from,
    })),
};
