import {
  ciliumTooOld,
  fluxTooOld,
  gatewayMissing,
  patchReleaseUnlikely,
  proxmoxPathDropped,
  proxmoxPortMissing,
} from './plausibility-faults';
import { pinnedVersion } from '../../data/support';
import { readRelease } from '../../values/release';
import type { SpecFacts } from '../spec-facts';
import type { ConfigPatches } from '../config-patches';
import { distinct } from '../distinct';
import type { Findings, SpecRule } from '../findings';
import type { NodeFacts } from '../node-facts';
import type { Path } from '../../values/path';
import type { Written } from '../versions';

/** Patch releases that a minor version of Kubernetes or Talos has at most; the longest row ever, of Kubernetes 1.18, ends at 20. */
const MOST_PATCHES = 20;
/**
 * Oldest Cilium that the command line installs from 0.16 on.
 *
 * @see https://github.com/cilium/cilium-cli#releases
 */
const OLDEST_CILIUM = 'v1.15.0';

/** The URL of a Proxmox VE. */
interface ProxmoxUrl {
  readonly got: string;
  readonly path: Path;
}

const URL_RULES: readonly SpecRule<ProxmoxUrl>[] = [
  {
    path: ({ path }) => path,
    severity: 'warning',
    condition: ({ got }) => /^https:\/\/[^/?#]*:\d+(?:[/?#]|$)/i.test(got.replace(/\[[^\]]*\]/, 'v6')),
    message: ({ got }) => proxmoxPortMissing(got, `${new URL(got).origin}:8006`),
  },
  {
    path: ({ path }) => path,
    severity: 'warning',
    condition: ({ got }) => pathOf(got) === '',
    message: ({ got }) => proxmoxPathDropped(got, pathOf(got), got.slice(0, -pathOf(got).length)),
  },
];

/** IPv6 routers announce themselves, and Talos listens to them. */
const GATEWAY_RULE: SpecRule<SpecFacts> = {
  path: () => ['network', 'gateway'],
  severity: 'warning',
  condition: ({ spec, subnet, nodes, isUncertain }) =>
    subnet?.family !== 4 ||
    spec.network?.gateway !== undefined ||
    isUncertain('network', 'gateway') ||
    (nodes.length > 0 && nodes.every(hasOwnRoute)),
  message: ({ subnet }) => gatewayMissing(String(subnet)),
};

const PATCH_RULE: SpecRule<Written<{ readonly tag: string }>> = {
  path: ({ path }) => path,
  severity: 'warning',
  condition: ({ value }) => Number(/^v\d+\.\d+\.(\d+)/.exec(value.tag)?.[1] ?? 0) <= MOST_PATCHES,
  message: ({ value }) => patchReleaseUnlikely(value.tag, MOST_PATCHES),
};

const CILIUM_RULE: SpecRule<{ readonly version: string; readonly cliVersion?: string }> = {
  path: () => ['kubernetes', 'cni', 'cilium', 'version'],
  severity: 'warning',
  // with a command line of the user's choice, it is the user who knows
  condition: ({ version, cliVersion }) => cliVersion !== undefined || !isOlder(version, OLDEST_CILIUM),
  message: ({ version }) => ciliumTooOld(version, pinnedVersion('ciliumCli'), OLDEST_CILIUM),
};

const FLUX_RULE: SpecRule<string> = {
  path: () => ['gitops', 'flux', 'version'],
  severity: 'warning',
  condition: (version) => !isOlder(version, 'v2.0.0'),
  message: fluxTooOld,
};

/** If a machine has a default route without that of the network: from a DHCP server, or by another card. */
function hasOwnRoute({ options: { dhcp, networkDevices = {} } }: NodeFacts): boolean {
  return (
    dhcp === true || Object.values(networkDevices).some((card) => card?.gateway !== undefined || card?.dhcp === true)
  );
}

/** Warns of versions, URLs and a missing gateway that have the right form and are allowed, but were hardly meant. */
export function checkPlausibility(facts: SpecFacts, patches: ConfigPatches, findings: Findings): void {
  const { spec, versions } = facts;
  findings.check(URL_RULES, urlsOf(facts));
  // a patch may set routes of its own
  if (!patches.mention('gateway')) findings.check([GATEWAY_RULE], [facts]);
  const inUse: readonly (Written<{ readonly tag: string }> | undefined)[] = [
    versions.current.talosVersion,
    versions.current.kubernetesVersion,
    versions.update.talosVersion,
    versions.update.kubernetesVersion,
  ];
  const written = inUse.flatMap((version) => version ?? []);
  findings.check(
    [PATCH_RULE],
    distinct(written, ({ path }) => path.join('.')),
  );
  const { cni } = spec.kubernetes ?? {};
  const { version, cliVersion } = typeof cni === 'object' ? (cni.cilium ?? {}) : {};
  if (version !== undefined) findings.check([CILIUM_RULE], [{ version, cliVersion }]);
  const flux = spec.gitops?.flux?.version;
  if (flux !== undefined) findings.check([FLUX_RULE], [flux]);
}

function urlsOf({ spec }: SpecFacts): readonly ProxmoxUrl[] {
  return Object.entries(spec.proxmox?.endpoints ?? {}).flatMap(([name, endpoint]) =>
    endpoint?.url === undefined ? [] : [{ got: endpoint.url, path: ['proxmox', 'endpoints', name, 'url'] }],
  );
}

/** Path of a URL, without a lone slash. */
function pathOf(url: string): string {
  const path = /^[^:]*:\/\/[^/?#]*(.*)$/.exec(url)?.[1] ?? '';
  return path === '/' ? '' : path;
}

function isOlder(version: string, than: string): boolean {
  const [got, oldest] = [version, than].map((text) => readRelease(text)?.version.split('.').map(Number) ?? []);
  const at = [0, 1].find((index) => got?.[index] !== oldest?.[index]);
  return at !== undefined && (got?.[at] ?? 0) < (oldest?.[at] ?? 0);
}
