import { ProxmoxNode } from '../../../src/constructs/node/proxmox-node';
import { TalosImage } from '../../../src/constructs/image/talos-image';
import { MachineType } from '../../../src/values/machine-type';
import { TalosVersion } from '../../../src/values/talos-version';
import { machine, node } from '../../support/homelab';
import { synth, synthesize, testStack } from '../../support/synth';

describe('an imported machine', () => {
  const { stack } = testStack();
  const imported = ProxmoxNode.fromTalosNodeAttributes(stack, 'cp9', {
    machine: machine({ hostname: 'cp9' }),
    installerImage: 'factory.talos.dev/nocloud-installer/abc:v1.13.9',
  });

  test('makes no resources', () => {
    expect(synthesize(stack).resources).toEqual([]);
  });

  test('answers as one that is made here', () => {
    expect(imported).toMatchObject({
      hostname: 'cp9',
      machineType: MachineType.CONTROL_PLANE,
      address: '10.0.0.11',
      installerImage: 'factory.talos.dev/nocloud-installer/abc:v1.13.9',
      replacementTriggers: [],
      created: [],
    });
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
