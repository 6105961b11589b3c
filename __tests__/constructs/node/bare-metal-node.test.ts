import { BareMetalNode } from '../../../src/constructs/node/bare-metal-node';
import { image, machine } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const AGENT_ID = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';

describe('BareMetalNode', () => {
  const { stack } = testStack();
  const made = new BareMetalNode(stack, 'metal', {
    image: image(stack, { hosts: [] }),
    machine: machine({ installDisk: '/dev/nvme0n1' }),
  });

  test('resources', () => {
    expect(synthesize(stack).resources).toEqual(['talos_image_factory_schematic']); // that of the image
  });

  test('G-22 S-3 is installed with the metal installer image of its version and schematic', () => {
    expect(made.installerImage).toBe(`factory.talos.dev/metal-installer/${AGENT_ID}:v1.13.9`);
  });

  test('is a member like any other', () => {
    expect(made).toMatchObject({
      hostname: 'cp1',
      machineType: 'controlplane',
      address: '10.0.0.11',
      replacementTriggers: [],
      created: [],
    });
  });

  test('fails without a disk to install on, with all faults at once', () => {
    expect(
      () => new BareMetalNode(stack, 'other', { image: image(stack), machine: machine({ address: '10.9.9.9' }) }),
    ).toThrow(
      new Error(
        [
          'test/other: address 10.9.9.9 is not in subnet 10.0.0.0/24; write an address of the subnet, or the right subnet',
          'test/other: a physical machine needs machine.installDisk, such as /dev/sda or /dev/disk/by-id/nvme-…; Talos erases that disk',
        ].join('\n'),
      ),
    );
  });

  test('b29 fails with a name that the framework takes for a construct that is there already', () => {
    const settings = machine({ hostname: 'constructor', installDisk: '/dev/sda' });
    expect(() => new BareMetalNode(stack, 'named', { image: image(stack), machine: settings })).toThrow(
      new Error('test/named: hostname must be a name that JavaScript objects do not have already; got "constructor"'),
    );
  });
});
