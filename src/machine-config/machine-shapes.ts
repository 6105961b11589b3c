import type { InterfaceAddressing } from '../network/interface-settings';
import type { LinkAddressing, LinkOptions } from '../network/link-settings';
import { IpCidr } from '../values/ip-cidr';
import { LINK_KINDS } from './documents/described-links';
import type { MachineInterfaces } from './settings/interfaces';
import type { ConfigPatch } from './settings/config-patch';
import type { JudgedFault, JudgeRequest } from './machine-judge';
import { ClusterPatches, userPatches } from './machine-patches';
import { readPatch } from './patches/patch-text';
import { holdsSecretMark, replaceSecretMarks } from '../values/secret-reference';
import type { ClusterSettings } from './settings/cluster';
import type { MachineSettings } from './settings/machine';

/** Machines whose configurations differ in nothing but names and addresses: what Talos says of one holds for all. */
export interface MachineShape {
  /** The first of them. */
  readonly machine: MachineSettings;
  /** The configuration to judge. */
  readonly request: JudgeRequest;
  /** The person's patches in it; they come last. */
  readonly patches: readonly ConfigPatch[];
}

/** Where a fault comes from: a place in a patch of the person, or in a document that this library makes. */
export type FaultOrigin =
  | { readonly patch: ConfigPatch; readonly path: readonly (string | number)[] }
  | { readonly made: readonly (string | number)[] };

/** Any installer will do: Talos looks at its form only. */
const INSTALLER_IMAGE = 'ghcr.io/siderolabs/installer:v1.13.0';
const HOSTNAME = 'machine-0';
/** In the place of a secret: text that is Base64, and the key of a tunnel, as well. */
const SECRET = `${'AQEB'.repeat(10)}AQE=`;

/** The machines of a cluster by their shapes, in the order of the machines. */
export function machineShapes(cluster: ClusterSettings, machines: readonly MachineSettings[]): readonly MachineShape[] {
  const made = new ClusterPatches(cluster, machines);
  const addresses = new Map<string, string>();
  const shapes = new Map<string, MachineShape>();
  const known = new Set<string>();
  for (const machine of machines) {
    const { address, subnet, interfaces, links } = machine;
    // one address of each subnet stands for all in it
    const typical = {
      ...machine,
      hostname: HOSTNAME,
      address: addresses.get(subnet) ?? address,
      interfaces: interfaces && typicalInterfaces(interfaces, addresses),
      links: links && typicalLinks(links, addresses),
    };
    addresses.set(subnet, typical.address);
    const settings = JSON.stringify(typical);
    if (known.has(settings)) continue;
    known.add(settings);
    const request = requestFor(cluster, typical, made.textsOf(typical, INSTALLER_IMAGE).map(withSamples));
    const key = JSON.stringify(request);
    if (!shapes.has(key)) shapes.set(key, { machine, request, patches: userPatches(cluster, machine) });
  }
  return [...shapes.values()];
}

function withSamples(text: string): string {
  return holdsSecretMark(text) ? replaceSecretMarks(text, () => SECRET) : text;
}

/** Where a fault of a shape comes from; nothing if no part alone causes it. */
export function originOf({ patches, request }: MachineShape, { place }: JudgedFault): FaultOrigin | undefined {
  if (place === undefined) return undefined;
  const firstOfPerson = request.configPatches.length - patches.length;
  const patch = patches[place.patch - firstOfPerson];
  if (patch === undefined) {
    const { kind } = JSON.parse(request.configPatches[place.patch] ?? '{}') as { readonly kind?: string };
    return { made: kind === undefined ? place.path : [kind, ...place.path] };
  }
  const isOneOfSeveral = readPatch(patch).documents.some(({ path }) => path.length > 0);
  return { patch, path: isOneOfSeveral ? [place.document, ...place.path] : place.path };
}

/** One MAC address stands for all of cards with the same number, and one address for all of its network. */
function typicalInterfaces({ primary, others }: MachineInterfaces, known: Map<string, string>): MachineInterfaces {
  const typicalMac = (slot: number): string => `02:00:00:00:00:${String(slot).padStart(2, '0')}`;
  const typical = <T extends InterfaceAddressing>(options: T): T => ({
    ...options,
    addresses: options.addresses?.map((address) => typicalAddress(address, known)),
  });
  return {
    primary: {
      ...primary,
      macAddress: primary.macAddress && typicalMac(0),
      vlans: primary.vlans?.map(typical),
    },
    others: others.map((each) => ({
      ...typical(each),
      macAddress: typicalMac(each.slot),
      vlans: each.vlans?.map(typical),
    })),
  };
}

/** A card is another one at each machine; one address stands for all of its network. */
function typicalLinks(links: LinkOptions, known: Map<string, string>): LinkOptions {
  const kinds = LINK_KINDS.flatMap((kind) => {
    const found = Object.entries<LinkAddressing & { readonly macAddress?: string }>(links[kind] ?? {});
    if (found.length === 0) return [];
    const typical = found.map(([name, link], index) => [
      name,
      {
        ...link,
        ...(link.macAddress !== undefined && { macAddress: `02:00:00:00:01:${String(index).padStart(2, '0')}` }),
        ...(link.addresses && { addresses: link.addresses.map((address) => typicalAddress(address, known)) }),
      },
    ]);
    return [[kind, Object.fromEntries(typical)]];
  });
  return { ...links, ...(Object.fromEntries(kinds) as LinkOptions) };
}

function typicalAddress(address: string, known: Map<string, string>): string {
  const network = String(IpCidr.tryParse(address) ?? address);
  const first = known.get(network) ?? address;
  known.set(network, first);
  return first;
}

function requestFor(
  cluster: ClusterSettings,
  machine: MachineSettings,
  configPatches: readonly string[],
): JudgeRequest {
  const { clusterName, clusterEndpoint, contract, kubernetes } = cluster;
  const { hostname, machineType, kubernetesVersion = kubernetes.kubernetesVersion, installDisk } = machine;
  return {
    name: hostname,
    clusterName,
    clusterEndpoint,
    contract: contract.tag,
    kubernetesVersion: kubernetesVersion.tag,
    machineType,
    configPatches,
    mode: installDisk === undefined ? 'cloud' : 'metal',
    // what a person wrote last is what they changed last
    placesIn: configPatches.map((_, index) => index).reverse(),
  };
}
