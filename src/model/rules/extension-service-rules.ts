import { knownExtensions } from '../../data/extensions';
import { type WaitingService, waitingServices } from '../../data/extension-services';
import { readPatch } from '../../machine-config/patches/patch-text';
import type { ConfigPatch } from '../../machine-config/settings/config-patch';
import { nearestName } from '../../values/nearest-name';
import { formatPath, type Path } from '../../values/path';
import type { ConfigPatches } from '../config-patches';
import type { Findings } from '../findings';
import type { NodeFacts } from '../node-facts';
import { placeOfSetting } from '../node-options';
import { presetsOf } from '../presets';
import type { SpecFacts } from '../spec-facts';
import { extensionMissing, serviceMisspelt, serviceNotConfigured } from './extension-service-faults';

/** A service that is configured at one place, and the machines that get it from there. */
interface ConfiguredService {
  readonly service: string;
  readonly path: Path;
  readonly nodes: NodeFacts[];
}

/**
 * Checks that services which wait for a configuration have one, and that configured services are in the image of one of
 * the machines at least: several machines may share settings, and one of them may go without the extension.
 */
export function checkExtensionServices(facts: SpecFacts, patches: ConfigPatches, findings: Findings): void {
  const waiting = waitingServices();
  const reported = new Set<string>();
  const configured = new Map<string, ConfiguredService>();
  for (const node of facts.nodes) {
    const services = servicesOf(facts, node);
    for (const service of services) {
      const path = placeOfSetting(node, 'extensionServices', service);
      const known = configured.get(formatPath(path));
      if (known === undefined) configured.set(formatPath(path), { service, path, nodes: [node] });
      else known.nodes.push(node);
    }
    if (patches.isIncomplete || isUncertain(facts, node)) continue;
    const inPatches = servicesIn(patches.of(node));
    for (const { path, service, needs } of unconfigured(node, waiting, [...services, ...inPatches])) {
      if (reported.has(formatPath(path))) continue;
      reported.add(formatPath(path));
      findings.addFault(path, serviceNotConfigured(node.name, service, needs));
    }
  }
  for (const { service, path, nodes } of configured.values()) checkConfigured(service, path, nodes, findings);
}

function servicesOf({ spec }: SpecFacts, { options }: NodeFacts): readonly string[] {
  const all = [...presetsOf(spec, options).map((preset) => preset.options), spec.machine, options];
  return [...new Set(all.flatMap((settings) => Object.keys(settings?.extensionServices ?? {})))];
}

function isUncertain(facts: SpecFacts, { places }: NodeFacts): boolean {
  return [['machine'], ...places].some((place) => facts.isUncertain(...place, 'extensionServices'));
}

/** Names in documents of patches, whose form is checked elsewhere. */
function servicesIn(patches: readonly ConfigPatch[]): readonly string[] {
  return patches
    .filter(({ content }) => typeof content !== 'string' || content.includes('ExtensionServiceConfig'))
    .flatMap((patch) => readPatch(patch).documents)
    .flatMap(({ content: { kind, name } }) =>
      kind === 'ExtensionServiceConfig' && typeof name === 'string' ? [name] : [],
    );
}

function unconfigured(
  { schematic, talosVersion }: NodeFacts,
  waiting: Readonly<Record<string, WaitingService>>,
  services: readonly string[],
): readonly { readonly path: Path; readonly service: string; readonly needs: string }[] {
  const extensions = schematic?.value.content.extensions ?? [];
  const known = talosVersion && knownExtensions(talosVersion.value.contract);
  return Object.entries(waiting).flatMap(([service, { extension, needs }]) => {
    const index = extensions.indexOf(extension);
    // one that the version does not have is refused for that
    if (known?.includes(extension) === false) return [];
    if (schematic === undefined || index === -1 || services.includes(service)) return [];
    return [{ path: [...schematic.path, 'extensions', index], service, needs }];
  });
}

function checkConfigured(service: string, path: Path, nodes: readonly NodeFacts[], findings: Findings): void {
  const waiting = waitingServices();
  const known = waiting[service];
  if (known === undefined) {
    const nearest = nearestName(service, Object.keys(waiting));
    if (nearest !== undefined) findings.addFault(path, serviceMisspelt(service, nearest), 'key');
    return;
  }
  const { extension } = known;
  const isThere = nodes.some(({ schematic }) => schematic === undefined || schematic.value.hasExtension(extension));
  if (!isThere) findings.addFault(path, extensionMissing(service, extension), 'key');
}
