import { judgePlan } from '../../../src/plan/judge-plan';
import { absent, create, home, keep, type MachineStory } from '../../support/plan';

const MEDIA = {
  iso: 'https://factory.example/image/a/v1.13.9/metal-amd64.iso',
  pxe: 'https://factory.example/pxe/a/v1.13.9/metal-amd64',
  disk_image: 'https://factory.example/image/a/v1.13.9/metal-amd64.raw.xz',
};
const METAL: MachineStory = { role: 'worker', number: 31, vm: absent, config: create };

/** Notes of a plan whose output has some media. */
function notesOf(media: unknown, metal: MachineStory = METAL, sensitive = false): readonly string[] {
  const plan = home({ 'metal-0': metal });
  const planned = (plan.planned_values ?? {}) as Record<string, unknown>;
  const outputs = { boot_media: { sensitive, value: { 'metal-0': media } } };
  return judgePlan({ ...plan, planned_values: { ...planned, outputs } }).notes;
}

test('a physical machine that is new is booted first', () => {
  expect(notesOf(MEDIA)).toEqual([
    `metal-0: boot it from ${MEDIA.iso}, or over the network with ${MEDIA.pxe}; the apply waits until it answers at 10.0.0.31`,
  ]);
});

test('a board is booted from its medium', () => {
  expect(notesOf({ disk_image: MEDIA.disk_image })).toEqual([
    `metal-0: boot it from a medium with ${MEDIA.disk_image}; the apply waits until it answers at 10.0.0.31`,
  ]);
});

test.each<[string, readonly string[]]>([
  ['a machine that has its configuration', notesOf(MEDIA, { ...METAL, config: keep })],
  ['a virtual machine', notesOf(MEDIA, { ...METAL, vm: create })],
  ['an output that nobody may see', notesOf(MEDIA, METAL, true)],
  ['an output that is something else', notesOf('none')],
  ['a machine without media', notesOf({})],
])('nothing is said of %s', (_, notes) => {
  expect(notes).toEqual([]);
});
