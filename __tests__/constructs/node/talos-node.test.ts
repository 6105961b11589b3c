import { TalosImage } from '../../../src/constructs/image/talos-image';
import { TalosNode } from '../../../src/constructs/node/talos-node';
import { MachineType } from '../../../src/values/machine-type';
import { TalosVersion } from '../../../src/values/talos-version';
import { controlPlane, node } from '../../support/homelab';
import { synth, synthesize, testStack } from '../../support/synth';

const installerImage = 'factory.talos.dev/nocloud-installer/abc:v1.13.9';

describe('an imported machine', () => {
  const { stack } = testStack();
  const imported = TalosNode.fromTalosNodeAttributes(stack, 'cp9', { ...controlPlane(), installerImage });

  test('makes no resources', () => {
    expect(synthesize(stack).resources).toEqual([]);
  });

  test('answers as one that is made here, and is named by its id', () => {
    expect(imported).toMatchObject({
      hostname: 'cp9',
      machineType: MachineType.CONTROL_PLANE,
      address: '10.0.0.11',
      installerImage,
      machine: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' },
    });
    expect(imported).not.toHaveProperty('ready');
  });

  test('is refused with all faults at once', () => {
    const attributes = { ...controlPlane({ hostname: 'CP_9', address: '10.9.9.9' }), installerImage };
    expect(() => TalosNode.fromTalosNodeAttributes(stack, 'bad', attributes)).toThrow(
      new Error(
        [
          'test/bad: hostname: got "CP_9"; write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends and not digits alone',
          'test/bad: address: got "10.9.9.9"; write an address of network.subnet, 10.0.0.0/24',
        ].join('\n'),
      ),
    );
  });
});

test('an image that is imported can be booted', () => {
  const out = synth((stack) => {
    const imported = TalosImage.fromTalosImageAttributes(stack, 'image', {
      talosVersion: TalosVersion.of('v1.13.9'),
      schematicId: 'a'.repeat(64),
      fileIds: { 'main/pve1': 'local:import/talos.qcow2' },
    });
    node(stack, { image: imported });
  });
  expect(out.at('cp1/Resource')).toMatchObject({ disk: [{ import_from: 'local:import/talos.qcow2' }] });
});

test('an image that is imported for the other route is copied', () => {
  const out = synth((stack) => {
    const imported = TalosImage.fromTalosImageAttributes(stack, 'image', {
      talosVersion: TalosVersion.of('v1.13.9'),
      schematicId: 'a'.repeat(64),
      fileIds: { 'main/pve1': 'local:iso/talos.img' },
      bootRoute: 'file',
    });
    node(stack, { image: imported });
  });
  expect(out.at('cp1/Resource')).toMatchObject({ disk: [{ file_id: 'local:iso/talos.img' }] });
});
