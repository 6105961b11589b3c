import type { RoutingRule } from '../../network/routing-settings';
import { withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** A rule about which routing table a packet takes. */
export interface RoutingRuleConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'RoutingRuleConfig';
  /** Priority. */
  readonly name: string;
  /** Table that is looked into. */
  readonly table?: string;
  /** Fate of the packets instead. */
  readonly action?: RoutingRule['action'];
  /** Network that the packets come from. */
  readonly src?: string;
  /** Network that they go to. */
  readonly dst?: string;
  /** Link that they come by. */
  readonly iifName?: string;
  /** Link that they leave by. */
  readonly oifName?: string;
  /** Their mark. */
  readonly fwMark?: number;
  /** Bits of it that count. */
  readonly fwMask?: number;
}

/** Rules about routing tables. */
export const routingRuleConfig: DocumentKind<RoutingRuleConfig> = {
  kind: 'RoutingRuleConfig',
  since: 'v1.13',
  render: (_cluster, { links: { routingRules = {} } = {} }) =>
    Object.entries(routingRules).map(([name, rule]) => ({
      apiVersion: 'v1alpha1',
      kind: 'RoutingRuleConfig',
      name,
      ...ruleFields(rule),
    })),
};

function ruleFields(rule: RoutingRule): Partial<RoutingRuleConfig> {
  const { table, action, from, to, inputLink, outputLink, firewallMark, firewallMask } = rule;
  return withoutEmpty({
    table: table === undefined ? undefined : String(table),
    action,
    src: from,
    dst: to,
    iifName: inputLink,
    oifName: outputLink,
    fwMark: firewallMark,
    fwMask: firewallMask,
  });
}
