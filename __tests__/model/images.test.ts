import { parseClusterSpec } from '../../src/model';
import { BootRoute } from '../../src/values/boot-route';
import { Platform } from '../../src/values/platform';
import { type Changes, changedSpec } from '../support/small-spec';

const GUEST_AGENT = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
const VANILLA = '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba';

function modelOf(changes: Changes) {
  return parseClusterSpec(changedSpec(changes));
}

/** Images as key and hosts. */
function imagesOf(changes: Changes) {
  return Object.fromEntries(modelOf(changes).images.map(({ key, hosts }) => [key, hosts]));
}

/** Keys of images by machine. */
function imageKeysOf(changes: Changes) {
  return Object.fromEntries(modelOf(changes).nodes.map(({ name, imageKey }) => [name, imageKey]));
}

test('BC-2 F-1 G-3 the schematic id is known without asking the factory', () => {
  const [image] = modelOf({}).images;
  expect(image).toMatchObject({ platform: Platform.NOCLOUD, bootRoute: BootRoute.IMPORT });
  expect(image?.schematic.id).toBe(GUEST_AGENT);
  expect(modelOf({ 'talos.schematic': undefined }).images[0]?.schematic.id).toBe(VANILLA);
});

test('BC-1 the schematic may be a file of the project', () => {
  const model = parseClusterSpec(changedSpec({ 'talos.schematic': 'schematic.yaml' }), {
    directory: `${__dirname}/files`,
  });
  expect(model.images[0]?.schematic.content.extensions).toEqual([
    'siderolabs/qemu-guest-agent',
    'siderolabs/iscsi-tools',
    'siderolabs/util-linux-tools',
  ]);
});

test('HT-6 F-3 S-8 S-9 an image names every host that a machine with it runs on, once', () => {
  const more = { machineType: 'worker', host: 'pve2' };
  expect(imagesOf({})).toEqual({ 'ce4c9805-v1.13.9': ['main/pve1', 'main/pve2'] });
  expect(imagesOf({ 'nodes.work-01': { ...more, address: '10.0.0.22' } })).toEqual({
    'ce4c9805-v1.13.9': ['main/pve1', 'main/pve2'],
  });
  expect(imagesOf({ 'nodes.work-00.host': 'pve1' })).toEqual({ 'ce4c9805-v1.13.9': ['main/pve1'] });
});

test('HT-4 an update that no machine takes makes no image', () => {
  expect(imagesOf({ 'talos.update': { version: 'v1.13.10', schematic: {} } })).toEqual({
    'ce4c9805-v1.13.9': ['main/pve1', 'main/pve2'],
  });
});

test('BC-8 HT-5 F-5 C-12 a machine with update has the update, the others stay', () => {
  const changes = { 'talos.update.version': 'v1.13.10', 'nodes.work-00.update': true };
  expect(imageKeysOf(changes)).toEqual({ 'ctrl-00': 'ce4c9805-v1.13.9', 'work-00': 'ce4c9805-v1.13.10' });
  expect(imagesOf(changes)).toEqual({ 'ce4c9805-v1.13.9': ['main/pve1'], 'ce4c9805-v1.13.10': ['main/pve2'] });
  expect(modelOf(changes).nodes.map(({ updating }) => updating)).toEqual([false, true]);
});

test('BC-7 an update leaves what it does not name', () => {
  const flag = { 'nodes.work-00.update': true };
  expect(imageKeysOf({ ...flag, 'talos.update': { schematic: {} } })['work-00']).toBe('37656798-v1.13.9');
  expect(imageKeysOf({ ...flag, 'talos.update': { version: 'v1.13.10' } })['work-00']).toBe('ce4c9805-v1.13.10');
  expect(imageKeysOf({ ...flag, 'kubernetes.update.version': 'v1.36.4' })['work-00']).toBe('ce4c9805-v1.13.9');
});

test('C-12 a schematic of a machine stays with it through an update', () => {
  const changes = {
    'talos.update': { version: 'v1.13.10', schematic: { extensions: ['siderolabs/qemu-guest-agent'] } },
    'nodes.work-00.schematic': {},
    'nodes.work-00.update': true,
  };
  expect(imageKeysOf(changes)).toEqual({ 'ctrl-00': 'ce4c9805-v1.13.9', 'work-00': '37656798-v1.13.10' });
});

test('HT-45 the Kubernetes version of an update is that of the machine', () => {
  const { cluster, nodes } = modelOf({ 'kubernetes.update.version': 'v1.36.4', 'nodes.work-00.update': true });
  expect(cluster.kubernetes.kubernetesVersion.tag).toBe('v1.36.3');
  expect(nodes.map(({ machine }) => machine.kubernetesVersion?.tag)).toEqual([undefined, 'v1.36.4']);
});

test('F-6 the name of the file holds cluster, schematic and version', () => {
  expect(modelOf({}).images[0]?.fileName).toBe(`home-${GUEST_AGENT}-v1.13.9-nocloud-amd64`);
});

test('BC-5 HT-2 the name of the file can be set', () => {
  const fileName = (imageFileName: string) => modelOf({ 'talos.imageFileName': imageFileName }).images[0]?.fileName;
  expect(fileName('talos-{schematic}_{version}-{platform}-{architecture}')).toBe(
    `talos-${GUEST_AGENT}_v1.13.9-nocloud-amd64`,
  );
  expect(fileName('{version}-{schematic}-{version}')).toBe(`v1.13.9-${GUEST_AGENT}-v1.13.9`);
});

test('a board among virtual machines has an image of its own architecture, also where it says no other schematic', () => {
  const board = { machineType: 'worker', address: '10.0.0.31', installDisk: '/dev/sda', architecture: 'arm64' };
  const { images } = modelOf({
    'nodes.board-00': board,
    'nodes.metal-00': { ...board, address: '10.0.0.32', architecture: 'amd64' },
  });
  expect(images.map(({ key, architecture, hosts }) => [key, architecture, hosts.length])).toEqual([
    ['ce4c9805-v1.13.9', 'amd64', 2],
    ['ce4c9805-v1.13.9-metal', 'amd64', 0],
    ['ce4c9805-v1.13.9-metal-arm64', 'arm64', 0],
  ]);
});

test('virtual machines among boards say that they are of another architecture', () => {
  const boards = {
    'talos.architecture': 'arm64',
    'nodes.ctrl-00': { machineType: 'controlplane', address: '10.0.0.11', installDisk: '/dev/sda' },
    'nodes.work-00.architecture': 'amd64',
  };
  const { images, nodes } = modelOf(boards);
  expect(images.map(({ key, architecture }) => [key, architecture])).toEqual([
    ['ce4c9805-v1.13.9-amd64', 'amd64'],
    ['ce4c9805-v1.13.9-metal', 'arm64'],
  ]);
  expect(nodes.map(({ imageKey }) => imageKey)).toEqual(['ce4c9805-v1.13.9-metal', 'ce4c9805-v1.13.9-amd64']);
});

test('physical machines have an image that no host needs', () => {
  const physical = { machineType: 'worker', address: '10.0.0.31', installDisk: '/dev/sda' };
  expect(imagesOf({ 'nodes.metal-00': physical })).toEqual({
    'ce4c9805-v1.13.9': ['main/pve1', 'main/pve2'],
    'ce4c9805-v1.13.9-metal': [],
  });
});
