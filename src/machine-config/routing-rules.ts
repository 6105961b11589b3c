import { IpCidr } from '../values/ip-cidr';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import type { RoutingRule } from '../network/routing-settings';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import type { JudgedMachine } from './judged-machine';
import { familiesDiffer, maskWithoutMark, ruleDecidesOnce, tableTaken } from './link-faults';
import { writtenLinks } from './written-links';

/** A rule as it is written. */
interface WrittenRule {
  readonly place: Path;
  readonly rule: Draft<RoutingRule>;
}

/** Conditions of routing rules and routing domains. */
export const ROUTING_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, WrittenRule>(
    ({ settings: { links } }) =>
      Object.entries(links?.routingRules ?? {}).map(([name, rule = {}]) => ({
        place: ['links', 'routingRules', name],
        rule,
      })),
    [
      {
        at: ({ place }) => place,
        condition: ({ rule: { table, action } }) => (table === undefined) !== (action === undefined),
        message: ruleDecidesOnce,
      },
      {
        at: ({ place }) => [...place, 'firewallMask'],
        condition: ({ rule: { firewallMask, firewallMark } }) =>
          firewallMask === undefined || firewallMark !== undefined,
        message: maskWithoutMark,
      },
      {
        at: ({ place }) => [...place, 'to'],
        condition: ({ rule: { from, to } }) =>
          from === undefined || to === undefined || IpCidr.of(from).family === IpCidr.of(to).family,
        message: ({ rule: { from = '', to = '' } }) => familiesDiffer(from, to),
      },
    ],
  ),
  rulesOfParts<JudgedMachine, { readonly place: Path; readonly table: number; readonly owner: string | undefined }>(
    ({ settings }) => {
      const owners = new Map<number, string>();
      return writtenLinks(settings).flatMap(({ kind, name, place, link: { table } }) => {
        if (kind !== 'vrfs' || table === undefined) return [];
        const owner = owners.get(table);
        owners.set(table, owner ?? name);
        return [{ place: [...place, 'table'], table, owner }];
      });
    },
    [
      {
        at: ({ place }) => place,
        condition: ({ owner }) => owner === undefined,
        message: ({ table, owner = '' }) => tableTaken(table, owner),
      },
    ],
  ),
];
