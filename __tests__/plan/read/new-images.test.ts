import { newImages } from '../../../src/plan/read/new-images';
import { create, destroy, home, IMAGE, keep, replacedBy, type Step, triggered, withResource } from '../../support/plan';

const NEW = 'proxmox_download_file.image_ce4c9805-v1140_main_pve1';

/** A plan of the usual cluster, with one more image. */
function plan(image: Step, old: Step = keep, changes: Parameters<typeof home>[0] = {}) {
  return withResource(home(changes, { image: old }), NEW, image);
}

const REPLACED = { 'work-01': { vm: triggered, config: triggered } };

test.each<[string, object, readonly string[]]>([
  ['an old image that goes', plan(create, destroy), [NEW]],
  ['a machine that is replaced', plan(create, keep, REPLACED), [NEW]],
  ['a machine that is removed', plan(create, keep, { 'work-01': { vm: destroy, config: destroy } }), [NEW]],
  ['an image that keeps its address', home(REPLACED, { image: replacedBy('url') }), [IMAGE]],
])('S-52 a new image is downloaded before %s', (_, json, images) => {
  expect(newImages(json)).toEqual(images);
});

test.each<[string, object]>([
  ['where nothing goes', plan(create)],
  ['where no image is new', home(REPLACED)],
  ['where configurations alone are replaced', plan(create, keep, { 'work-01': { config: triggered } })],
])('nothing is downloaded first %s', (_, json) => {
  expect(newImages(json)).toEqual([]);
});
