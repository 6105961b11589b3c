import { sdnRules } from '../../sdn/rules';
import type { SdnSettings } from '../../sdn/settings';
import type { Draft } from '../../values/draft';
import type { Path } from '../../values/path';
import type { Findings, SpecRule } from '../findings';
import type { NodeFacts } from '../node-facts';
import type { SpecFacts } from '../spec-facts';
import { machinesKeptApart, vnetNotOnHost, vnetWithoutVlans } from '../../sdn/faults';

/** A network card on a vnet that is made here. */
interface VnetCard {
  readonly machine: string;
  readonly vnetName: string;
  readonly zoneName: string;
  readonly zone: Draft<NonNullable<SdnSettings['zones']>[string]> | undefined;
  readonly isVlanAware: boolean;
  readonly usesVlans: boolean;
  readonly host: string;
  readonly endpoint: string;
  readonly path: Path;
}

/** Machines of one vnet that do not reach each other. */
interface ApartMachines {
  readonly vnetName: string;
  readonly zoneName: string;
  readonly hosts: readonly string[];
  readonly path: Path;
}

const CARD_RULES: readonly SpecRule<VnetCard>[] = [
  {
    path: ({ path }) => path,
    condition: ({ zone, host }) => zone?.hosts === undefined || zone.hosts.includes(host),
    message: ({ vnetName, zoneName, host, zone }) =>
      vnetNotOnHost(
        vnetName,
        zoneName,
        host,
        (zone?.hosts ?? []).flatMap((each) => each ?? []),
      ),
  },
  {
    path: ({ path }) => path,
    condition: ({ usesVlans, isVlanAware }) => !usesVlans || isVlanAware,
    message: ({ vnetName }) => vnetWithoutVlans(vnetName),
  },
];

const APART_RULE: SpecRule<ApartMachines> = {
  path: ({ path }) => path,
  severity: 'warning',
  condition: ({ hosts }) => hosts.length < 2,
  message: ({ vnetName, zoneName, hosts }) => machinesKeptApart(vnetName, zoneName, hosts),
};

/** Checks software-defined networks, and that machines on their vnets can be there. */
export function checkSdn(facts: SpecFacts, findings: Findings): void {
  const { spec, isUncertain } = facts;
  for (const [endpointName, endpoint] of Object.entries(spec.proxmox?.endpoints ?? {})) {
    if (endpoint?.sdn === undefined) continue;
    const path = ['proxmox', 'endpoints', endpointName];
    if (!isUncertain(...path, 'hosts')) {
      const rules = sdnRules({ endpointName, hosts: Object.keys(endpoint.hosts ?? {}) });
      findings.checkSettings(rules, { settings: endpoint.sdn, isUncertain }, [...path, 'sdn']);
    }
  }
  const cards = facts.nodes.flatMap((node) => cardsOf(node, facts));
  findings.check(CARD_RULES, cards);
  findings.check([APART_RULE], apart(cards));
}

function cardsOf(node: NodeFacts, { spec }: SpecFacts): readonly VnetCard[] {
  const [host] = node.hosts;
  const endpoint = host && spec.proxmox?.endpoints?.[host.endpointName];
  const { zones = {}, vnets = {} } = endpoint?.sdn ?? {};
  if (host === undefined) return [];
  const ofHost = endpoint?.hosts?.[host.nodeName]?.networkBridge ?? endpoint?.hostDefaults?.networkBridge;
  const { networkBridge, vlanId = spec.network?.vlanId, primaryNetworkDevice, networkDevices = {} } = node.options;
  const first = networkBridge ?? ofHost;
  const place = networkBridge === undefined ? node.path : node.written('networkBridge');
  const cards = [
    { bridge: first, usesVlans: vlanId !== undefined || primaryNetworkDevice?.trunks !== undefined, path: place },
    ...Object.entries(networkDevices).map(([name, device]) => ({
      bridge: device?.bridge ?? first,
      usesVlans: device?.vlanId !== undefined || device?.trunks !== undefined,
      path: [...node.written('networkDevices'), name],
    })),
  ];
  return cards.flatMap(({ bridge, ...card }) => {
    const vnet = bridge === undefined || !Object.hasOwn(vnets, bridge) ? undefined : vnets[bridge];
    if (bridge === undefined || vnet?.zone === undefined) return [];
    return {
      ...card,
      ...{ machine: node.name, vnetName: bridge, zoneName: vnet.zone, zone: zones[vnet.zone] },
      ...{ isVlanAware: vnet.vlanAware === true, host: host.nodeName, endpoint: host.endpointName },
    };
  });
}

/** A zone of type simple is a network of its own on each host. */
function apart(cards: readonly VnetCard[]): readonly ApartMachines[] {
  const simple = cards.filter(({ zone }) => zone?.type === 'simple');
  const keys = [...new Set(simple.map(({ endpoint, vnetName }) => `${endpoint}/${vnetName}`))];
  return keys.flatMap((key) => {
    const here = simple.filter(({ endpoint, vnetName }) => `${endpoint}/${vnetName}` === key);
    const [first] = here;
    if (first === undefined) return [];
    const { vnetName, zoneName, endpoint } = first;
    const hosts = [...new Set(here.map(({ host }) => host))];
    return [{ vnetName, zoneName, hosts, path: ['proxmox', 'endpoints', endpoint, 'sdn', 'vnets', vnetName] }];
  });
}
