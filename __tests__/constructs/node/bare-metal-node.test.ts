import { BareMetalNode } from '../../../src/constructs/node/bare-metal-node';
import { controlPlane, image, network } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const AGENT_ID = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';

describe('BareMetalNode', () => {
  const { stack } = testStack();
  const made = new BareMetalNode(stack, 'metal', {
    ...controlPlane(),
    image: image(stack, { hosts: [] }),
    installDisk: '/dev/nvme0n1',
  });

  test('resources', () => {
    expect(synthesize(stack).resources).toEqual(['talos_image_factory_schematic']); // that of the image
  });

  test('G-22 S-3 is installed with the metal installer image of its version and schematic', () => {
    expect(made.installerImage).toBe(`factory.talos.dev/metal-installer/${AGENT_ID}:v1.13.9`);
  });

  test('is a member like any other, named by its id, on its only physical interface', () => {
    expect(made).toMatchObject({
      hostname: 'metal',
      machineType: 'controlplane',
      address: '10.0.0.11',
      machine: { subnet: '10.0.0.0/24', gateway: '10.0.0.1', link: 'physical', installDisk: '/dev/nvme0n1' },
    });
    expect(made).not.toHaveProperty('ready');
  });

  test('takes the interface of its network, and before that its own', () => {
    const linkOf = (id: string, props: { readonly link?: string }) =>
      new BareMetalNode(stack, id, {
        ...controlPlane({ network: network({ link: 'enp1s0' }) }),
        image: image(stack),
        installDisk: '/dev/sda',
        ...props,
      }).machine.link;
    expect([linkOf('a', {}), linkOf('b', { link: 'enp2s0' })]).toEqual(['enp1s0', 'enp2s0']);
  });

  test('takes what is known of the disk in the place of its path', () => {
    const installDisk = { type: 'nvme', size: '>= 500GB', model: 'Samsung SSD 980*' } as const;
    const node = new BareMetalNode(stack, 'known', { ...controlPlane(), image: image(stack), installDisk });
    expect(node.machine.installDisk).toEqual(installDisk);
  });

  test.each([
    [{}, 'got {}; write what is known of the disk, such as { model: "Samsung SSD 980*" }, or its path', ''],
    [
      { size: 'large' },
      'got "large"; write a size, alone or after "<=", ">=", "<", ">" or "==", such as ">= 500GB"',
      '.size',
    ],
  ])('fails with the selector %j', (installDisk, message, inside) => {
    const props = { ...controlPlane(), image: image(stack), installDisk };
    expect(() => new BareMetalNode(stack, `selector${inside.length}`, props)).toThrow(
      new Error(`test/selector${inside.length}: installDisk${inside}: ${message}`),
    );
  });

  test('fails with all faults at once', () => {
    const props = { ...controlPlane({ address: '10.9.9.9' }), image: image(stack), installDisk: 'sda' };
    expect(() => new BareMetalNode(stack, 'other', props)).toThrow(
      new Error(
        [
          'test/other: installDisk: got "sda"; write an absolute path, such as "/dev/nvme0n1"',
          'test/other: address: got "10.9.9.9"; write an address of network.subnet, 10.0.0.0/24',
        ].join('\n'),
      ),
    );
  });

  test('fails without a disk to install on, as a cluster file does', () => {
    const props = { ...controlPlane(), image: image(stack), installDisk: undefined as unknown as string };
    expect(() => new BareMetalNode(stack, 'bare', props)).toThrow(
      new Error(
        'test/bare: installDisk: missing; a machine without host is a physical one and needs the disk that Talos is installed on, such as "/dev/nvme0n1"',
      ),
    );
  });

  test('b29 fails with a name that the framework takes for a construct that is there already', () => {
    const props = { ...controlPlane({ hostname: 'constructor' }), image: image(stack), installDisk: '/dev/sda' };
    expect(() => new BareMetalNode(stack, 'named', props)).toThrow(
      new Error(
        'test/named: hostname: got "constructor"; choose another one, as JavaScript keeps this name for itself',
      ),
    );
  });
});
