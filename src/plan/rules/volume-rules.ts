import { isDeepStrictEqual } from 'node:util';
import { diskSerialChanges, volumeRenamed } from './volume-faults';
import type { ConfigurationDocuments } from '../read/configuration-field';
import type { GuardFacts, GuardRule } from './guard-rule';
import type { ComparedConfigurations } from '../read/machine-configuration';
import type { PlannedMachine } from '../read/machines';
import type { Values } from '../read/plan-json';
import { blocksOf, textOf } from '../read/attributes';
import type { Refusal } from './refusal';

/** Rules about the names by which data is found. */
export const VOLUME_RULES: readonly GuardRule[] = [dataStaysFound];

function dataStaysFound({ machines, changed }: GuardFacts): readonly Refusal[] {
  return machines.flatMap((machine) => {
    const serials = changedSerials(machine);
    const renamed = changed.filter((each) => each.machine === machine).flatMap((each) => renamedVolumes(each, serials));
    // a disk that gets another name gets another serial number with it: one sentence is enough
    const volumes = renamed.filter(({ serial }) => !serials.some(({ from }) => from === serial));
    const messages = [
      ...serials.map(({ disk, from, to }) =>
        diskSerialChanges(machine.name, disk, from, to, renamed.find(({ serial }) => serial === from)?.from),
      ),
      ...volumes.map(({ from, to }) => volumeRenamed(machine.name, from, to)),
    ];
    return messages.map((message) => ({ kind: 'data-disk-renamed' as const, accept: [machine.name], message }));
  });
}

interface ChangedSerial {
  readonly disk: string;
  readonly from: string;
  readonly to: string;
}

/** Disks that stay where they are and get another serial number. */
function changedSerials({ virtualMachine }: PlannedMachine): readonly ChangedSerial[] {
  if (virtualMachine?.action !== 'update') return [];
  const planned = blocksOf(virtualMachine.after, 'disk');
  return blocksOf(virtualMachine.before, 'disk').flatMap((disk) => {
    const [name, from] = [textOf(disk, 'interface'), textOf(disk, 'serial')];
    const now = planned.find((each) => textOf(each, 'interface') === name);
    if (name === undefined || from === undefined || now === undefined) return [];
    const to = textOf(now, 'serial') ?? '';
    return from === to ? [] : [{ disk: name, from, to }];
  });
}

/** Kinds of documents whose name is the label of a partition with data. */
const VOLUME = /^(?:UserVolumeConfig|RawVolumeConfig) (.+)$/;

interface RenamedVolume {
  readonly from: string;
  readonly to: string;
  /** Serial number of the disk that it was on, if the disk was found by it. */
  readonly serial?: string;
}

/** Volumes that go while one of another name comes on the same disk. */
function renamedVolumes(
  { before, after }: ComparedConfigurations,
  serials: readonly ChangedSerial[],
): readonly RenamedVolume[] {
  const gone = volumesOf(before).filter(({ key }) => !after.has(key));
  const made = volumesOf(after).filter(({ key }) => !before.has(key));
  return gone.flatMap(({ name, selector }) => {
    const serial = serialIn(selector);
    const becomes = serials.find(({ from }) => from === serial)?.to;
    const next = made.find(
      (each) =>
        isDeepStrictEqual(each.selector, selector) || (becomes !== undefined && serialIn(each.selector) === becomes),
    );
    return next === undefined ? [] : [{ from: name, to: next.name, serial }];
  });
}

interface Volume {
  readonly key: string;
  readonly name: string;
  /** How the disk of it is chosen. */
  readonly selector: Values | undefined;
}

function volumesOf(documents: ConfigurationDocuments): readonly Volume[] {
  return [...documents].flatMap(([key, document]) => {
    const name = VOLUME.exec(key)?.[1];
    const [provisioning] = blocksOf(document, 'provisioning');
    return name === undefined ? [] : [{ key, name, selector: blocksOf(provisioning, 'diskSelector')[0] }];
  });
}

function serialIn(selector: Values | undefined): string | undefined {
  return /disk\.serial == "([^"]+)"/.exec(textOf(selector, 'match') ?? '')?.[1];
}
