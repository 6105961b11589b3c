import { blocksOf, numberOf, textOf } from '../read/attributes';
import type { PlannedMachine } from '../read/machines';
import { devicesStayAtHost, machineMigrates } from './note-texts';

/** Blocks of devices that belong to one host. */
const DEVICES_OF_HOST = ['hostpci', 'usb', 'virtiofs'];

/** Notes on a machine that goes to another host, and what that takes. */
export function notesOfMigration({ name, virtualMachine }: PlannedMachine): readonly string[] {
  const { action, before, after } = virtualMachine ?? {};
  const [from, to] = [textOf(before, 'node_name'), textOf(after, 'node_name')];
  if (action !== 'update' || from === undefined || to === undefined || from === to) return [];
  const isRunning = before?.started !== false;
  const disks = blocksOf(before, 'disk').map((disk) => {
    const place = [`${numberOf(disk, 'size') ?? '?'} GiB`, textOf(disk, 'datastore_id')].filter(Boolean).join(' on ');
    return `${textOf(disk, 'interface') ?? '?'} (${place})`;
  });
  const [cpu] = blocksOf(after, 'cpu');
  const hasDevices = DEVICES_OF_HOST.some((block) => blocksOf(before, block).length > 0);
  return [
    machineMigrates(name, from, to, { disks, cpuType: textOf(cpu, 'type'), isRunning }),
    ...(hasDevices && isRunning ? [devicesStayAtHost(name, from)] : []),
  ];
}
