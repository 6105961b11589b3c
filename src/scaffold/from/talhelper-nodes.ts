import { isIpAddress } from '../../values/ip-address';
import { IpCidr } from '../../values/ip-cidr';
import type { Path } from '../../values/path';
import type { Draft } from './draft';
import { Entry } from './entry';
import { addressIsStatic, cardSetting } from './left-over-texts';
import { putPatches, putPatchText } from './patches';
import { leaveSchematicId, putSchematic } from './schematic';
import type { SourceInput } from './source';

/** Words of talhelper that say nothing when they are not true. */
const SWITCHES = ['ignoreHostname', 'overridePatches', 'overrideExtraManifests', 'disableSearchDomain'];

/** Puts a machine into the cluster file. */
export function putNode(input: SourceInput, node: Entry, directory: string): void {
  const { draft } = input;
  const hostname = node.find('hostname');
  const name = hostname?.text;
  if (name === undefined || hostname === undefined) {
    draft.leave(node, 'the machine has no hostname');
    return;
  }
  const path: Path = ['nodes', name];
  draft.set([...path, 'machineType'], node.find('controlPlane')?.isTrue === true ? 'controlplane' : 'worker', hostname);
  draft.agree(node.find('controlPlane'));
  const addresses = node.find('ipAddress');
  const [address, ...others] = (addresses?.text ?? '').split(',').map((text) => text.trim());
  if (addresses !== undefined) draft.set([...path, 'address'], address, addresses);
  if (addresses !== undefined && others.length > 0) {
    draft.leavePart(addresses, others.join(', '), 'a machine has one address here; add others as a patch');
  }
  putInstallDisk(draft, [...path, 'installDisk'], node);
  putNodeConfigs(input, path, node, directory, address);
}

/** For Talos too, a selector has priority over a path. */
function putInstallDisk(draft: Draft, place: Path, node: Entry): void {
  const disk = node.find('installDisk');
  const known = node.find('installDiskSelector')?.children() ?? [];
  if (known.length === 0) draft.put(place, disk);
  else draft.leave(disk, 'the selector has priority over it');
  for (const property of known) {
    if (property.key === 'name') draft.leave(property, 'Talos finds no disk by its name');
    else draft.put([...place, property.key], property);
  }
}

/**
 * Puts what machines and groups of machines have in common.
 *
 * @param path of the machine or of the defaults of a type
 * @param address of the machine; nothing for a group
 */
export function putNodeConfigs(
  input: SourceInput,
  path: Path,
  configs: Entry | undefined,
  directory: string,
  address?: string,
): void {
  if (configs === undefined) return;
  const { draft } = input;
  for (const key of ['nodeLabels', 'nodeTaints']) {
    for (const entry of configs.find(key)?.children() ?? []) draft.put([...path, key, entry.key], entry);
  }
  draft.putAll([...path, 'dnsServers'], configs.find('nameservers'));
  for (const module of configs.find('kernelModules')?.children() ?? []) putKernelModule(draft, path, module);
  putSchematic(draft, [...path, 'schematic'], configs.find('schematic'));
  leaveSchematicId(draft, configs.find('talosImageURL'));
  putMachineSpec(draft, configs.find('machineSpec'));
  putPatches(input, [...path, 'patches'], configs.find('patches'), directory);
  putPatches(input, [...path, 'patches'], configs.find('configPatches'), directory);
  putPatches(input, [...path, 'patches'], configs.find('inlinePatch'), directory);
  for (const file of configs.find('extraManifests')?.children() ?? []) {
    const name = file.text ?? '';
    putPatchText(input, [...path, 'patches'], file, name.startsWith('@') ? name : `@${name}`, directory);
  }
  putAsPatch(input, path, configs.find('machineDisks'), 'disks');
  putAsPatch(input, path, configs.find('machineFiles'), 'files');
  putFirewall(input, path, configs.find('ingressFirewall'));
  for (const word of SWITCHES) {
    const entry = configs.find(word);
    if (entry !== undefined && !entry.isTrue) draft.agree(entry);
  }
  const searchDomain = configs.find('disableSearchDomain');
  if (searchDomain?.isTrue === true) {
    draft.add([...path, 'patches'], { machine: { network: { disableSearchDomain: true } } }, searchDomain);
  }
  for (const card of configs.find('networkInterfaces')?.children() ?? []) putCard(draft, path, card, address);
}

/** The address that control planes share, wherever it is written. */
export function putVip(draft: Draft, configs: Entry | undefined): void {
  for (const card of configs?.find('networkInterfaces')?.children() ?? []) {
    draft.put(['network', 'vip'], card.at('vip', 'ip'));
  }
}

/** The card with the machine's address; whatever else it does, and other cards, are left. */
function putCard(draft: Draft, path: Path, card: Entry, address: string | undefined): void {
  const name = card.find('interface');
  const own = card
    .find('addresses')
    ?.children()
    .find(({ text = '' }) => text.split('/')[0] === address);
  for (const entry of card.children()) draft.leave(entry, entry.key === 'dhcp' ? addressIsStatic() : cardSetting());
  if (card.find('dhcp')?.data === false) draft.agree(card.find('dhcp'));
  draft.put(['network', 'vip'], card.at('vip', 'ip'));
  const isOwn = own !== undefined || (address !== undefined && card.find('dhcp')?.isTrue === true);
  if (!isOwn) return;
  if (name !== undefined) draft.put([...path, 'link'], name);
  const subnet = IpCidr.tryParse(own?.text ?? '');
  if (own !== undefined && subnet !== undefined) draft.set(['network', 'subnet'], String(subnet), own);
  if (card.at('deviceSelector', 'physical')?.isTrue === true) {
    const selector = card.at('deviceSelector', 'physical');
    if (selector !== undefined) draft.set([...path, 'link'], 'physical', selector);
  }
  for (const route of card.find('routes')?.children() ?? []) putRoute(draft, route);
}

function putRoute(draft: Draft, route: Entry): void {
  const [network, gateway] = [route.find('network'), route.find('gateway')];
  const isDefault = network === undefined || ['0.0.0.0/0', '::/0'].includes(network.text ?? '');
  if (!isDefault || gateway?.text === undefined || !isIpAddress(gateway.text)) return;
  draft.set(['network', 'gateway'], gateway.text, ...(network === undefined ? [gateway] : [gateway, network]));
}

/** A module with parameters needs a patch. */
function putKernelModule(draft: Draft, path: Path, module: Entry): void {
  const [name, parameters] = [module.find('name'), module.find('parameters')];
  if (parameters === undefined) {
    if (name?.text !== undefined) draft.add([...path, 'kernelModules'], name.text, name);
    return;
  }
  draft.add([...path, 'patches'], { machine: { kernel: { modules: [module.data] } } }, module);
}

/** Which image a machine boots. */
function putMachineSpec(draft: Draft, spec: Entry | undefined): void {
  draft.put(['talos', 'architecture'], spec?.find('arch'));
  draft.put(['talos', 'platform'], spec?.find('mode'));
  const uki = spec?.find('useUKI');
  // written where it is false too, as machines may differ
  draft.put(['talos', 'secureBoot'], spec?.find('secureboot'));
  if (uki !== undefined && !uki.isTrue) draft.agree(uki);
}

/** Puts a part of the machine configuration as a patch, unless it holds a secret. */
function putAsPatch(input: SourceInput, path: Path, part: Entry | undefined, key: string): void {
  for (const item of part?.children() ?? []) {
    putPatches(input, [...path, 'patches'], wrapped(item, ['machine', key]));
  }
}

/** A list of one value below some keys, as an entry of its own. */
function wrapped(item: Entry, keys: readonly string[]): Entry {
  const { place } = item.value;
  const list: Entry['value'] = { kind: 'list', items: [item.value], place };
  const value = keys.reduceRight<Entry['value']>(
    (inner, key) => ({ kind: 'map', entries: new Map([[key, inner]]), place }),
    list,
  );
  return new Entry(value, item.path);
}

/** The firewall of Talos: an action for all, and rules. */
function putFirewall({ draft }: SourceInput, path: Path, firewall: Entry | undefined): void {
  const action = firewall?.find('defaultAction');
  if (action?.data !== undefined) {
    draft.add(
      [...path, 'patches'],
      { apiVersion: 'v1alpha1', kind: 'NetworkDefaultActionConfig', ingress: action.data },
      action,
    );
  }
  for (const rule of firewall?.find('rules')?.children() ?? []) {
    const { data } = rule;
    if (typeof data !== 'object' || data === null) continue;
    draft.add([...path, 'patches'], { apiVersion: 'v1alpha1', kind: 'NetworkRuleConfig', ...data }, rule);
  }
}
