import { Schematic } from '../../../src/values/schematic/schematic';
import type { CliProject } from '../../support/cli';
import { clusterProject, LAB } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';

const AGENT = Schematic.withExtensions('siderolabs/qemu-guest-agent');
const VANILLA = Schematic.vanilla();
const FACTORY = 'factory.talos.dev';
const IMAGE = `https://${FACTORY}/image/${AGENT.id}/v1.13.9/nocloud-amd64.qcow2`;
const INSTALLER = `${FACTORY}/nocloud-installer/${AGENT.id}:v1.13.9`;

/** With Cilium, a manifest from a URL, a manifest with an image, and a physical machine. */
const MIXED = LAB.replace('name: lab', 'name: mixed')
  .replace(
    'kubernetes: { version: v1.36.3, ',
    'kubernetes: { version: v1.36.3, cni: { cilium: { version: v1.17.3, cliVersion: v0.18.7 } }, extraManifests: [https://example.com/a.yaml], ',
  )
  .replace(
    'state:',
    '  metal-1: { machineType: worker, address: 10.0.0.21, installDisk: /dev/sda, link: eno1, schematic: {} }\nstate:',
  );

let project: CliProject;

beforeAll(() => {
  project = clusterProject({ lab: LAB, mixed: MIXED });
});

afterAll(() => {
  project.remove();
});

describe('schematic', () => {
  test('prints id, machines, URLs and content', async () => {
    const { exitCode, output } = await project.call(['schematic', 'lab']);
    expect(exitCode).toBe(0);
    expect(output).toBe(`${AGENT.id}
  Talos v1.13.9, nocloud, amd64: cp-1
    boot       ${IMAGE}
    installer  ${INSTALLER}
  content
${AGENT.yaml.trimEnd().replace(/^/gm, '    ')}
`);
  });

  test('prints JSON of its published form, with each schematic once', async () => {
    const { output } = await project.call(['schematic', 'mixed', '--json']);
    expect(checkedOutput('schematic', output)).toMatchObject({
      cluster: 'mixed',
      schematics: expect.arrayContaining([
        { id: AGENT.id, content: AGENT.yaml, images: [expect.objectContaining({ machines: ['cp-1'], urls: [IMAGE] })] },
        {
          id: VANILLA.id,
          content: VANILLA.yaml,
          images: [
            expect.objectContaining({
              machines: ['metal-1'],
              urls: [
                `https://${FACTORY}/image/${VANILLA.id}/v1.13.9/metal-amd64.iso`,
                `https://${FACTORY}/image/${VANILLA.id}/v1.13.9/metal-amd64.raw.xz`,
                `https://${FACTORY}/pxe/${VANILLA.id}/v1.13.9/metal-amd64`,
              ],
            }),
          ],
        },
      ]) as unknown,
    });
  });
});

describe('images', () => {
  test('prints a line for each, and says what is not listed', async () => {
    const { exitCode, output, errors } = await project.call(['images', 'lab']);
    expect([exitCode, output]).toEqual([0, `${INSTALLER}\n${IMAGE}\n`]);
    expect(errors).toContain('not listed: images that come with Talos and Kubernetes themselves');
  });

  test('has those of add-ons and manifests', async () => {
    const { output } = await project.call(['images', 'mixed', '--json']);
    const { images, urls } = checkedOutput('images', output) as Record<'images' | 'urls', readonly string[]>;
    expect(images).toEqual(
      expect.arrayContaining([
        INSTALLER,
        `${FACTORY}/metal-installer/${VANILLA.id}:v1.13.9`,
        expect.stringMatching(/cilium-cli.*v0\.18\.7/),
      ]),
    );
    expect(urls).toEqual(
      expect.arrayContaining([IMAGE, 'https://example.com/a.yaml', expect.stringMatching(/cilium/)]),
    );
  });
});

test.each(['schematic', 'images'])('%s of a faulty file tells its faults and is refused', async (command) => {
  project.write('stacks/clusters/bad.yaml', LAB.replace('name: lab', 'name: bad').replace('10.0.0.11', '10.0.9.11'));
  const { exitCode, output, errors } = await project.call([command, 'bad']);
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toContain('nodes.cp-1.address');
  project.remove('stacks/clusters/bad.yaml');
});
