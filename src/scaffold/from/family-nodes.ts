import type { Path } from '../../values/path';
import type { Draft } from './draft';
import type { Entry } from './entry';
import type { FamilyFacts } from './family-cluster';
import { derivedHere } from './left-over-texts';
import { asNumber, hostPath } from './nodes';

/** Settings of a machine: the key in the cluster file, and the names of it in the family. */
const KEYS: readonly (readonly [key: string, names: readonly string[]])[] = [
  ['machineType', ['machine_type']],
  ['address', ['ip']],
  ['macAddress', ['mac_address']],
  ['cpuType', ['cpu_type']],
  ['bios', ['bios']],
  ['onBoot', ['on_boot']],
  ['installDisk', ['install_disk']],
];

/** The same for numbers, which may stand in quotes. */
const NUMBERS: readonly (readonly [key: string, names: readonly string[]])[] = [
  ['vmId', ['vm_id']],
  ['cpuCores', ['cpu']],
  ['memoryMiB', ['ram_dedicated']],
  ['diskGiB', ['disk_size', 'os_disk_size', 'root_disk_size']],
  ['vlanId', ['vlan_id']],
];

/** Puts a machine into the cluster file. */
export function carryNode(draft: Draft, node: Entry, facts: FamilyFacts, imageDatastore: Entry | undefined): void {
  const path = ['nodes', node.key];
  for (const [key, names] of KEYS) draft.put([...path, key], node.find(...names));
  const host = node.find('host_node');
  if (host?.text !== undefined) {
    draft.set([...path, 'host'], host.text, host);
    putOfHost(draft, host.text, 'networkBridge', node.find('network_bridge', 'bridge'), node);
    putOfHost(draft, host.text, 'diskDatastoreId', node.find('datastore_id', 'root_disk_datastore_id'), node);
    draft.ensure(hostPath(host.text));
    draft.put([...hostPath(host.text), 'imageDatastoreId'], imageDatastore);
    if (facts.bridge !== undefined) setUnless(draft, [...hostPath(host.text), 'networkBridge'], facts.bridge);
  }
  for (const [key, names] of NUMBERS) draft.put([...path, key], node.find(...names), asNumber);
  if (host !== undefined) setUnless(draft, [...path, 'diskGiB'], facts.diskGiB);
  draft.putAll([...path, 'dnsServers'], node.find('dns'));
  for (const word of ['update', 'upgrade'])
    draft.put([...path, 'update'], node.find(word), onlyTrue(draft, node.find(word)));
  const graphics = node.find('igpu');
  if (graphics?.isTrue === true) draft.add([...path, 'pciDevices'], { mapping: 'iGPU' }, graphics);
  else draft.agree(graphics);
  const external = node.find('is_external');
  if (external !== undefined && !external.isTrue) draft.agree(external);
  putDisks(draft, node);
  const data = node.find('data_disk_size');
  if (typeof data?.data === 'number' && data.data > 0) {
    draft.set([...path, 'disks', 'data'], { slot: 1, sizeGiB: data.data }, data);
  } else draft.agree(data);
}

/** A setting that machines have and that belongs to their host; a machine that differs has its own. */
function putOfHost(draft: Draft, host: string, key: string, entry: Entry | undefined, node: Entry): void {
  if (entry?.data === undefined) return;
  const place = [...hostPath(host), key];
  const known = draft.valueAt(place);
  if (known === undefined || known === entry.data) draft.put(place, entry);
  else draft.put(['nodes', node.key, key], entry);
}

/** Data disks: size and bus; the device follows from the serial number. */
function putDisks(draft: Draft, node: Entry): void {
  node
    .find('disks')
    ?.children()
    .forEach((disk, index) => {
      const path = ['nodes', node.key, 'disks', disk.key];
      const slot = disk.find('unit_number');
      if (slot === undefined) draft.set([...path, 'slot'], index + 1);
      else draft.put([...path, 'slot'], slot);
      draft.put([...path, 'sizeGiB'], disk.find('size'), (data) => asNumber(String(data).replace(/Gi?B?$/, '')));
      draft.put([...path, 'bus'], disk.find('type'));
      draft.put([...path, 'mountPath'], disk.find('mountpoint'));
      draft.put([...path, 'datastoreId'], disk.find('datastore_id'));
      draft.leave(disk.find('device'), derivedHere('the serial number of the disk, by which Talos finds it'));
    });
}

/** A word that says nothing when it is false. */
function onlyTrue(draft: Draft, entry: Entry | undefined): (data: unknown) => unknown {
  if (entry !== undefined && !entry.isTrue) draft.agree(entry);
  return (data) => (data === true ? true : undefined);
}

/** Sets what no value of the input says. */
function setUnless(draft: Draft, path: Path, value: unknown): void {
  if (draft.valueAt(path) === undefined) draft.set(path, value);
}
