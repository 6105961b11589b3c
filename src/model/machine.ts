import { factMissing } from '../errors/rules';
import { PHYSICAL_LINK } from '../machine-config/documents/link-name';
import type { KeySources } from '../machine-config/settings/encryption';
import type { NodeTalosOptions } from '../machine-config/settings/node-options';
import { textOptions } from '../machine-config/text-options';
import { replaceReferences, secretMark } from '../values/secret-reference';
import { settingTexts as texts } from '../values/setting-texts';
import type { MachineSettings } from '../machine-config/settings/machine';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import type { NodeDefaultsSpec } from '../cluster-file/node-settings';
import { BootRoute } from '../values/boot-route';
import type { Complete } from '../values/complete';
import type { Draft } from '../values/draft';
import type { KubernetesVersion } from '../values/kubernetes-version';
import type { ConfigPatches } from './config-patches';
import type { NodeFacts } from './node-facts';
import { resolvedWatchdog } from '../virtual-machine/hardware';
import { physicalKeySources, virtualKeySources } from '../virtual-machine/key-sources';
import { cardInterfaces } from '../virtual-machine/network-devices';
import type { VirtualMachineSettings } from '../virtual-machine/settings';
import { mountedShares } from '../virtual-machine/virtiofs';
import { mountedDisks, systemDiskPath } from '../virtual-machine/volumes';
import { servicesInImage } from './image-services';
import { joinMaps } from './node-options';
import { machineTalosOptions } from './presets';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** Options of a machine that are settings of Talos. */
type TalosOptions = Pick<NodeDefaultsSpec, keyof MachineSettings & keyof NodeDefaultsSpec>;

/** Well-known labels of the place of a machine. */
const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';

/** Talos settings of a machine. */
export function machineSettings(
  facts: NodeFacts,
  spec: ClusterSpec,
  patches: ConfigPatches,
): Complete<MachineSettings> {
  const { network } = spec;
  const { machineType, address } = facts;
  const {
    dnsServers = network.dnsServers,
    link = network.link ?? (facts.kind === 'physical' ? PHYSICAL_LINK : undefined),
    dhcp,
  } = facts.options as TalosOptions;
  const { installDisk, nodeLabels, ...talos } = textOptions(talosOptions(spec, facts));
  if (machineType === undefined || address === undefined) throw factMissing('machine type or address');
  return {
    hostname: facts.name,
    machineType,
    address,
    dhcp,
    interfaces: interfacesOf(facts, spec),
    subnet: network.subnet,
    gateway: network.gateway,
    dnsServers,
    searchDomains: network.searchDomains,
    link,
    installDisk: facts.kind === 'physical' ? installDisk : installDiskOf(facts, spec),
    nodeLabels: joinMaps(texts(topologyLabels(facts, spec)), nodeLabels),
    ...talos,
    volumes: facts.kind === 'physical' ? undefined : mountedDisks((facts.options as NodeDefaultsSpec).disks),
    shares: facts.kind === 'physical' ? undefined : mountedShares((facts.options as NodeDefaultsSpec).virtiofs),
    watchdogSeconds: watchdogSeconds(facts),
    keySources: keySourcesOf(facts, spec),
    kubernetesVersion: ownKubernetesVersion(facts, spec),
    configPatches: patches.ownOf(facts),
  };
}

function interfacesOf({ kind, name: hostname, options }: NodeFacts, { name: cluster }: ClusterSpec) {
  if (kind === 'physical') return undefined;
  return cardInterfaces(options as VirtualMachineSettings, { cluster, hostname });
}

/** Settings of Talos of one machine, over those of all machines, with texts that stand for secrets. */
function talosOptions(spec: ClusterSpec, facts: NodeFacts): NodeTalosOptions<string | number | boolean> {
  const { extensionServices, ...options } = machineTalosOptions(spec, facts.options);
  const services = servicesInImage(extensionServices, facts.schematic?.value);
  return replaceReferences<object>({ ...options, ...(services && { extensionServices: services }) }, secretMark);
}

function topologyLabels({ kind, hosts: [host] }: NodeFacts, { machine }: ClusterSpec): Settings | undefined {
  if (kind !== 'virtual' || host === undefined || machine?.topologyLabels === false) return undefined;
  return { [REGION]: host.region, [ZONE]: host.nodeName };
}

/** Only a machine that boots an ISO first is installed. */
function installDiskOf({ options }: NodeFacts, { talos }: ClusterSpec): string | undefined {
  return talos.bootRoute === BootRoute.ISO ? systemDiskPath((options as NodeDefaultsSpec).osDisk?.bus) : undefined;
}

function watchdogSeconds({ kind, options }: NodeFacts): number | undefined {
  const { watchdog } = options as NodeDefaultsSpec;
  return kind === 'physical' || watchdog === undefined ? undefined : resolvedWatchdog(watchdog).timeoutSeconds;
}

/** Where keys of encrypted volumes come from; nothing of a machine of which nobody knows what it is. */
export function keySourcesOf({ kind, platform, options }: NodeFacts, spec: Draft<ClusterSpec>): KeySources | undefined {
  const image = { platform, secureBoot: spec.talos?.secureBoot };
  if (kind === undefined) return undefined;
  if (kind === 'physical') return physicalKeySources(image, options.dhcp);
  return virtualKeySources(options as VirtualMachineSettings, image, options.dhcp);
}

function ownKubernetesVersion(facts: NodeFacts, { kubernetes }: ClusterSpec): KubernetesVersion | undefined {
  return facts.isUpdating && kubernetes.update !== undefined ? facts.kubernetesVersion?.value : undefined;
}
