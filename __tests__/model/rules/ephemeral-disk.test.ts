import { parseClusterSpec } from '../../../src/model';
import { type Changes, changedSpec, faultsOf, notesOf } from '../../support/small-spec';

/** A patch that says which disk EPHEMERAL lies on. */
function ephemeralOn(match: string): object {
  return {
    apiVersion: 'v1alpha1',
    kind: 'VolumeConfig',
    name: 'EPHEMERAL',
    provisioning: { diskSelector: { match }, minSize: '2GiB' },
  };
}

const place = 'nodes.work-00.diskGiB';
const refused = [`${place}: got 5; Talos needs at least 6 GiB, write 10 or more`];

const here: readonly (readonly [string, Changes])[] = [
  ['without a patch', {}],
  ['with a patch that keeps it there', { patches: [ephemeralOn('system_disk')] }],
  ['with a patch of other machines', { 'nodes.ctrl-00.patches': [ephemeralOn('!system_disk')] }],
  [
    'with a later patch that brings it back',
    { patches: [ephemeralOn('!system_disk')], 'nodes.work-00.patches': [ephemeralOn('system_disk')] },
  ],
  ['with a patch for another volume', { patches: [{ ...ephemeralOn('!system_disk'), name: 'IMAGECACHE' }] }],
];

test.each(here)('a system disk under 6 GiB is refused while EPHEMERAL lies on it, %s', (_title, changes) => {
  expect(faultsOf(changedSpec({ ...changes, [place]: 5 }))).toEqual(refused);
});

test.each([
  ['of all machines', 'patches', '!system_disk'],
  ['of the type', 'nodeDefaults.worker.patches', 'system_disk == false && disk.size > 10u * GB'],
  ['of the machine', 'nodes.work-00.patches', 'disk.serial == "data"'],
])('it is advice while a patch %s puts EPHEMERAL on another disk', (_title, key, match) => {
  const changes = { [key]: [ephemeralOn(match)] };
  expect(notesOf(changedSpec({ ...changes, [place]: 5 }))).toEqual({
    warnings: [],
    advice: [
      `${place}: got 5; that is enough only while a VolumeConfig keeps EPHEMERAL on another disk and the image fits, Talos asks for 6 or more`,
    ],
  });
  expect(notesOf(changedSpec({ ...changes, [place]: 6 }))).toEqual({ warnings: [], advice: [] });
});

test('the machine knows it, as its construct does not see a patch of the cluster', () => {
  const patches = { patches: [ephemeralOn('!system_disk')] };
  const holds = (changes: Changes) => parseClusterSpec(changedSpec(changes)).nodes.map(({ vm }) => vm?.holdsEphemeral);
  expect(holds(patches)).toEqual([false, false]);
  expect(holds({ 'nodes.work-00.patches': [ephemeralOn('!system_disk')] })).toEqual([undefined, false]);
});

describe('settings of volumes say where EPHEMERAL lies, too', () => {
  const on = (diskSelector: string) => ({ systemVolumes: { EPHEMERAL: { diskSelector } } });

  test.each([
    ['of all machines', { 'machine.storage': on('!system_disk') }],
    [
      'of the machine, over those of all',
      { 'machine.storage': on('system_disk'), 'nodes.work-00.storage': on('!system_disk') },
    ],
  ] as const)('%s', (_title, changes) => {
    expect(faultsOf(changedSpec({ ...changes, [place]: 5 }))).toEqual([]);
  });

  test.each([
    [
      'of the machine, over those of all',
      { 'machine.storage': on('!system_disk'), 'nodes.work-00.storage': on('system_disk') },
    ],
    ['before a patch', { 'machine.storage': on('!system_disk'), patches: [ephemeralOn('system_disk')] }],
  ] as const)('and keep it there %s', (_title, changes) => {
    expect(faultsOf(changedSpec({ ...changes, [place]: 5 }))).toEqual(refused);
  });
});
