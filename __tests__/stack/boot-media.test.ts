import { Testing } from 'cdktf';
import { parseClusterSpec } from '../../src/model';
import { ClusterStack } from '../../src/stack';
import { type Changes, changedSpec } from '../support/small-spec';

type Media = Readonly<Record<string, string>>;

interface Output {
  readonly value: Readonly<Record<string, Media>>;
  readonly description: string;
}

function outputOf(changes: Changes): Output | undefined {
  const model = parseClusterSpec(changedSpec(changes), { environment: {} });
  const stack = new ClusterStack(Testing.app(), 'home', { model }).toTerraform() as {
    readonly output: { readonly boot_media?: Output };
  };
  return stack.output.boot_media;
}

const METAL = { machineType: 'worker', address: '10.0.0.31', link: 'enp1s0', installDisk: '/dev/sda' };
const METAL_00: Changes = { 'nodes.metal-00': METAL };

/** The last part of each URL. */
function files(media: Media | undefined): Media {
  return Object.fromEntries(Object.entries(media ?? {}).map(([name, url]) => [name, url.split('/').pop() ?? '']));
}

test('a physical machine is booted from an ISO, over the network or from a disk image', () => {
  const url = (root: string): string =>
    `https://factory.talos.dev/${root}/ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515/v1.13.9`;
  expect(outputOf(METAL_00)).toEqual({
    value: {
      'metal-00': {
        iso: `${url('image')}/metal-amd64.iso`,
        pxe: `${url('pxe')}/metal-amd64`,
        disk_image: `${url('image')}/metal-amd64.raw.xz`,
      },
    },
    description: 'URLs of what each physical machine is booted from for the first time.',
  });
});

test('with secure boot, from those that are signed', () => {
  expect(files(outputOf({ ...METAL_00, 'talos.secureBoot': true })?.value['metal-00'])).toEqual({
    iso: 'metal-amd64-secureboot.iso',
    pxe: 'metal-amd64-secureboot',
    disk_image: 'metal-amd64-secureboot.raw.xz',
  });
});

test('a board has a disk image and nothing else', () => {
  const board = outputOf({
    'talos.architecture': 'arm64',
    'talos.schematic': { overlay: { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' } },
    nodes: { 'metal-00': { ...METAL, machineType: 'controlplane' } },
  });
  expect(files(board?.value['metal-00'])).toEqual({ disk_image: 'metal-arm64.raw.xz' });
});

test('a board among virtual machines is booted from its own image, with its own board support', () => {
  const overlay = { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' };
  const media = outputOf({
    'nodes.board-00': { ...METAL, architecture: 'arm64', schematic: { overlay } },
    'nodes.metal-00': { ...METAL, address: '10.0.0.32' },
  })?.value;
  expect(files(media?.['board-00'])).toEqual({ disk_image: 'metal-arm64.raw.xz' });
  expect(files(media?.['metal-00'])).toMatchObject({ iso: 'metal-amd64.iso', disk_image: 'metal-amd64.raw.xz' });
});

test('the URLs are those of the factory of the cluster', () => {
  const media = outputOf({ ...METAL_00, 'talos.factoryUrl': 'https://factory.example' })?.value['metal-00'];
  expect(media?.iso).toMatch(/^https:\/\/factory\.example\/image\//);
});

test.each<[string, Changes]>([
  ['without physical machines', {}],
  ['that is not asked for', { ...METAL_00, 'outputs.bootMedia': false }],
])('there is no output %s', (_, changes) => {
  expect(outputOf(changes)).toBeUndefined();
});
