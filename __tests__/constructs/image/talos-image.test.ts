import { TerraformOutput, type TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { TalosProvider } from '../../../.gen/providers/talos/provider';
import { BootMediaKind } from '../../../src/constructs/image/boot-media';
import { TalosImage } from '../../../src/constructs/image/talos-image';
import type { TalosImageProps } from '../../../src/constructs/image/talos-image-props';
import { Architecture } from '../../../src/values/architecture';
import { BootRoute } from '../../../src/values/boot-route';
import { Platform } from '../../../src/values/platform';
import { Schematic } from '../../../src/values/schematic/schematic';
import { TalosVersion } from '../../../src/values/talos-version';
import { AGENT, host, image } from '../../support/homelab';
import { synth, synthesize, testStack } from '../../support/synth';

const VANILLA_ID = '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba';
const AGENT_ID = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
const V1_13_9 = TalosVersion.of('v1.13.9');

function newImage(stack: TerraformStack, id = 'image', props: Partial<TalosImageProps> = {}): TalosImage {
  return new TalosImage(stack, id, { talosVersion: V1_13_9, hosts: [host(stack)], ...props });
}

describe('TalosImage with required props only', () => {
  const { stack } = testStack();
  const made = newImage(stack);
  const out = synthesize(stack);

  test('resources', () => {
    expect(out.resources).toEqual([
      'proxmox_download_file', // the image on host main/pve1
      'talos_image_factory_schematic', // so that the factory knows the id
    ]);
  });

  test('BC-2 F-1 G-3 names and URLs hold the id that was computed, so a plan knows them', () => {
    expect(out.at('image/main/pve1')).toMatchObject({
      file_name: 'test-37656798-v1.13.9-nocloud-amd64.qcow2',
      url: `https://factory.talos.dev/image/${VANILLA_ID}/v1.13.9/nocloud-amd64.qcow2`,
    });
  });

  test('F-18 the host downloads an image that disks are imported from, for which an API token is enough', () => {
    expect(out.at('image/main/pve1')).toEqual({
      provider: 'proxmox.main',
      node_name: 'pve1',
      datastore_id: 'local',
      content_type: 'import',
      file_name: 'test-37656798-v1.13.9-nocloud-amd64.qcow2',
      url: `https://factory.talos.dev/image/${VANILLA_ID}/v1.13.9/nocloud-amd64.qcow2`,
      overwrite: false,
      overwrite_unmanaged: true,
      depends_on: ['talos_image_factory_schematic.schematics_37656798_ECCDB77F'],
    });
  });

  test('a file that an interrupted apply left on the host is no obstacle for the next one', () => {
    expect(out.at('image/main/pve1')).toMatchObject({ overwrite: false, overwrite_unmanaged: true });
  });

  test('BC-1 the schematic is registered, and an apply stops if the factory gives it another id', () => {
    expect(out.at('schematics/37656798')).toEqual({
      schematic: 'customization: {}\n',
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.id == "${VANILLA_ID}"}`,
            error_message: expect.stringMatching(
              /^The Image Factory gave the schematic another id than 3765/,
            ) as string,
          },
        ],
      },
    });
  });

  test('defaults can be read', () => {
    expect(made).toMatchObject({
      schematicId: VANILLA_ID,
      platform: Platform.NOCLOUD,
      architecture: Architecture.AMD64,
      settings: { bootRoute: BootRoute.IMPORT, factoryUrl: 'https://factory.talos.dev' },
      guestAgent: false,
      fileName: 'test-37656798-v1.13.9-nocloud-amd64.qcow2',
      downloadUrl: `https://factory.talos.dev/image/${VANILLA_ID}/v1.13.9/nocloud-amd64.qcow2`,
    });
  });

  test('S-3 F-10 the installer image has the schematic of the image', () => {
    expect(made.installerImage).toBe(`factory.talos.dev/nocloud-installer/${VANILLA_ID}:v1.13.9`);
  });
});

describe('TalosImage for secure boot', () => {
  test('image, installer and file are those of secure boot, for each platform', () => {
    const made = newImage(testStack().stack, 'image', { secureBoot: true });
    expect(made).toMatchObject({
      secureBoot: true,
      downloadUrl: `https://factory.talos.dev/image/${VANILLA_ID}/v1.13.9/nocloud-amd64-secureboot.qcow2`,
      installerImage: `factory.talos.dev/nocloud-installer-secureboot/${VANILLA_ID}:v1.13.9`,
      fileName: 'test-37656798-v1.13.9-nocloud-amd64-secureboot.qcow2',
    });
    expect(made.installerImageFor('metal')).toBe(`factory.talos.dev/metal-installer-secureboot/${VANILLA_ID}:v1.13.9`);
  });

  test('an image of elsewhere has the installer image of secure boot too', () => {
    const { stack } = testStack();
    const attrs = { talosVersion: TalosVersion.of('v1.13.9'), schematicId: VANILLA_ID, fileIds: {}, secureBoot: true };
    expect(TalosImage.fromTalosImageAttributes(stack, 'elsewhere', attrs)).toMatchObject({
      secureBoot: true,
      installerImage: `factory.talos.dev/nocloud-installer-secureboot/${VANILLA_ID}:v1.13.9`,
    });
  });

  test('fails with a whole machine configuration, which would keep machines from that of the cluster', () => {
    const { stack } = testStack();
    const schematic = Schematic.of({ embeddedMachineConfiguration: 'version: v1alpha1\nmachine: { type: worker }\n' });
    expect(() => newImage(stack, 'image', { schematic })).toThrow(
      'test/image: schematic.embeddedMachineConfiguration: holds a whole machine configuration, with which a machine starts and never waits',
    );
    const part = Schematic.of({ embeddedMachineConfiguration: 'apiVersion: v1alpha1\nkind: TrustedRootsConfig\n' });
    expect(newImage(stack, 'other', { schematic: part }).schematicId).toBe(part.id);
  });

  test('fails with a boot loader that starts no signed image', () => {
    const schematic = Schematic.of({ bootloader: 'grub' });
    const { stack } = testStack();
    expect(() => newImage(stack, 'image', { secureBoot: true, schematic })).toThrow(
      'test/image: schematic.bootloader: got "grub", which starts no signed image; leave bootloader out, or remove secureBoot',
    );
    expect(newImage(stack, 'other', { schematic }).secureBoot).toBe(false);
  });
});

describe('TalosImage with all props', () => {
  const { stack } = testStack();
  const registrar = new TalosProvider(stack, 'talos-mirror', {
    alias: 'mirror',
    imageFactoryUrl: 'https://factory.example/',
  });
  const made = newImage(stack, 'image', {
    schematic: AGENT,
    hosts: [host(stack), host(stack, 'pve2'), host(stack, 'pve1', 'attic')],
    factoryUrl: 'https://factory.example/',
    bootRoute: BootRoute.FILE,
    fileName: 'talos-basic-example',
    talosProvider: registrar,
  });
  const out = synthesize(stack);

  test('resources', () => {
    expect(out.resources).toEqual([
      'proxmox_download_file', // host main/pve1
      'proxmox_download_file', // host main/pve2
      'proxmox_download_file', // host attic/pve1
      'talos_image_factory_schematic',
    ]);
  });

  test('BC-4 HT-3 the file route takes the compressed disk image', () => {
    expect(made.downloadUrl).toBe(`https://factory.example/image/${AGENT_ID}/v1.13.9/nocloud-amd64.raw.gz`);
  });

  test('BC-6 HT-3 it is stored as an unpacked ISO file and never overwritten', () => {
    expect(out.at('image/main/pve2')).toMatchObject({
      content_type: 'iso',
      decompression_algorithm: 'gz',
      datastore_id: 'local',
      overwrite: false,
    });
  });

  test('BC-5 HT-2 the file name can be set', () => {
    expect(out.at('image/main/pve1')).toMatchObject({ file_name: 'talos-basic-example.img' });
  });

  test('F-25 G-8 each download belongs to the endpoint of its host', () => {
    expect(['main/pve1', 'main/pve2', 'attic/pve1'].map((key) => out.at(`image/${key}`).provider)).toEqual([
      'proxmox.main',
      'proxmox.main',
      'proxmox.attic',
    ]);
  });

  test('F-9 the schematic is registered with the own factory', () => {
    expect(out.at('schematics/ce4c9805-mirror')).toMatchObject({ provider: 'talos.mirror' });
    expect(made.installerImage).toBe(`factory.example/nocloud-installer/${AGENT_ID}:v1.13.9`);
  });

  test('the guest agent is seen in the schematic', () => {
    expect(made.guestAgent).toBe(true);
  });
});

describe('TalosImage through mirrors', () => {
  const mirrors = { imageMirror: 'https://proxy.example.com/', installerMirror: 'harbor.example.com/talos' };
  const { stack } = testStack();
  const made = newImage(stack, 'image', mirrors);

  test('PK-8 hosts download from the mirror, which the URL of the factory follows without its scheme', () => {
    const url = `https://proxy.example.com/factory.talos.dev/image/${VANILLA_ID}/v1.13.9/nocloud-amd64.qcow2`;
    expect(made.downloadUrl).toBe(url);
    expect(synthesize(stack).at('image/main/pve1')).toMatchObject({ url });
  });

  test('PK-9 the installer image comes from its own registry, with schematic and version', () => {
    expect(made.installerImage).toBe(`harbor.example.com/talos/nocloud-installer/${VANILLA_ID}:v1.13.9`);
    expect(made.installerImageFor('metal')).toBe(`harbor.example.com/talos/metal-installer/${VANILLA_ID}:v1.13.9`);
    const attrs = {
      talosVersion: V1_13_9,
      schematicId: VANILLA_ID,
      fileIds: {},
      installerMirror: 'harbor.example.com',
    };
    expect(TalosImage.fromTalosImageAttributes(stack, 'elsewhere', attrs)).toMatchObject({
      installerImage: `harbor.example.com/nocloud-installer/${VANILLA_ID}:v1.13.9`,
    });
  });

  test('an ISO comes through the mirror, and what a boot over the network fetches from the factory', () => {
    expect(made.bootMedia(BootMediaKind.ISO).url).toMatch(
      /^https:\/\/proxy\.example\.com\/factory\.talos\.dev\/image\//,
    );
    expect(made.bootMedia(BootMediaKind.PXE).url).toMatch(/^https:\/\/factory\.talos\.dev\/pxe\//);
  });

  test.each([
    'https://harbor.example.com/talos',
    'harbor/talos',
    'harbor.example.com/talos/',
    'harbor.example.com/Talos',
  ])('fails with the registry %s', (installerMirror) => {
    expect(() => newImage(testStack().stack, 'image', { installerMirror })).toThrow(
      'installerMirror: got "' +
        installerMirror +
        '"; write a registry without scheme and without slash at the end, and its path, such as harbor.example.com/talos',
    );
  });

  test.each(['harbor:5000/talos', 'localhost:5000', '10.0.0.6:5000/a/b-c'])(
    'takes the registry %s',
    (installerMirror) => {
      const { installerImage } = newImage(testStack().stack, 'image', { installerMirror });
      expect(installerImage).toBe(`${installerMirror}/nocloud-installer/${VANILLA_ID}:v1.13.9`);
    },
  );
});

describe('boot media', () => {
  const { stack } = testStack();
  const made = newImage(stack, 'image', { platform: Platform.METAL, hosts: [] });

  test('G-22 an image for physical machines is registered and downloaded by no host', () => {
    expect(synthesize(stack).resources).toEqual(['talos_image_factory_schematic']);
  });

  test.each([
    [BootMediaKind.DISK_IMAGE, 'image', 'metal-amd64.raw.xz'],
    [BootMediaKind.DISK_IMAGE_SECUREBOOT, 'image', 'metal-amd64-secureboot.raw.xz'],
    [BootMediaKind.ISO, 'image', 'metal-amd64.iso'],
    [BootMediaKind.ISO_SECUREBOOT, 'image', 'metal-amd64-secureboot.iso'],
    [BootMediaKind.PXE, 'pxe', 'metal-amd64'],
    [BootMediaKind.PXE_SECUREBOOT, 'pxe', 'metal-amd64-secureboot'],
    [BootMediaKind.KERNEL, 'image', 'kernel-amd64'],
    [BootMediaKind.KERNEL_COMMAND_LINE, 'image', 'cmdline-metal-amd64'],
    [BootMediaKind.INITRAMFS, 'image', 'initramfs-amd64.xz'],
    [BootMediaKind.UKI, 'image', 'metal-amd64-uki.efi'],
  ])('G-22 %s has a name and a URL', (kind, root, fileName) => {
    expect(made.bootMedia(kind)).toEqual({
      fileName,
      url: `https://factory.talos.dev/${root}/${VANILLA_ID}/v1.13.9/${fileName}`,
    });
  });

  test('the installer image of another platform has the same version and schematic', () => {
    expect(made.installerImageFor(Platform.NOCLOUD)).toBe(`factory.talos.dev/nocloud-installer/${VANILLA_ID}:v1.13.9`);
  });
});

describe('several images in one stack', () => {
  test('BC-9 each schematic in use is registered', () => {
    const out = synth((stack) => {
      newImage(stack, 'base');
      newImage(stack, 'update', { schematic: AGENT });
    });
    expect(out.resources.filter((type) => type === 'talos_image_factory_schematic')).toHaveLength(2);
  });

  test('S-8 F-3 two versions of one schematic share its registration, but not their files', () => {
    const out = synth((stack) => {
      newImage(stack, 'base');
      newImage(stack, 'update', { talosVersion: TalosVersion.of('v1.13.10') });
    });
    expect(out.resources).toEqual(['proxmox_download_file', 'proxmox_download_file', 'talos_image_factory_schematic']);
    expect(['base', 'update'].map((id) => out.at(`${id}/main/pve1`).file_name)).toEqual([
      'test-37656798-v1.13.9-nocloud-amd64.qcow2',
      'test-37656798-v1.13.10-nocloud-amd64.qcow2',
    ]);
  });

  test('S-8 a host that is named twice downloads once', () => {
    const out = synth((stack) => newImage(stack, 'image', { hosts: [host(stack), host(stack)] }));
    expect(Object.keys(out.byPath)).toEqual(['image/main/pve1', 'schematics/37656798']);
  });

  test('F-6 S-28 another version or schematic is another file, so none is written over', () => {
    const { stack } = testStack();
    const names = [
      newImage(stack, 'a'),
      newImage(stack, 'b', { talosVersion: TalosVersion.of('v1.13.10') }),
      newImage(stack, 'c', { schematic: AGENT }),
    ].map(({ fileName }) => fileName);
    expect(new Set(names).size).toBe(3);
  });

  test('S-8 fails when two downloads would write one file', () => {
    const build = (stack: TerraformStack) => {
      newImage(stack, 'base', { fileName: 'talos' });
      newImage(stack, 'update', { fileName: 'talos', talosVersion: TalosVersion.of('v1.13.10') });
    };
    expect(() => synth(build)).toThrow(
      '[test/update] the file "talos.qcow2" is written by test/base/main/pve1 too, to the same host and datastore; give one of the images another fileName',
    );
  });

  test('two downloads of one name into two datastores write two files', () => {
    const build = (stack: TerraformStack) => {
      newImage(stack, 'base', { fileName: 'talos' });
      const hosts = [{ ...host(stack), imageDatastoreId: 'shared' }];
      newImage(stack, 'update', { fileName: 'talos', talosVersion: TalosVersion.of('v1.13.10'), hosts });
    };
    expect(() => synth(build)).not.toThrow();
  });
});

describe('the image on a host', () => {
  test('is the file that the host downloaded', () => {
    const out = synth((stack) => {
      new TerraformOutput(stack, 'file', { value: newImage(stack).fileIdOn(host(stack)) });
    });
    expect(out.outputs.file).toBe('${proxmox_download_file.image_main_pve1_F02E8A39.id}');
  });

  test('S-9 fails when the host did not download it, and says which ones did', () => {
    const { stack } = testStack();
    expect(() => newImage(stack).fileIdOn(host(stack, 'pve9'))).toThrow(
      'test/image: no image on host main/pve9; add the host to hosts (now: main/pve1)',
    );
  });
});

describe('an imported image', () => {
  const { stack } = testStack();
  const imported = TalosImage.fromTalosImageAttributes(stack, 'image', {
    talosVersion: V1_13_9,
    schematicId: AGENT_ID,
    fileIds: { 'main/pve1': 'local:import/talos.qcow2' },
    guestAgent: true,
  });

  test('makes no resources', () => {
    expect(synthesize(stack).resources).toEqual([]);
  });

  test('answers as one that is made here', () => {
    expect(imported.fileIdOn(host(stack))).toBe('local:import/talos.qcow2');
    expect(imported).toMatchObject({
      installerImage: `factory.talos.dev/nocloud-installer/${AGENT_ID}:v1.13.9`,
      platform: Platform.NOCLOUD,
      architecture: Architecture.AMD64,
      guestAgent: true,
    });
    expect(() => imported.fileIdOn(host(stack, 'pve1', 'attic'))).toThrow(
      'test/image: no image on host attic/pve1; add the host to hosts (now: main/pve1)',
    );
  });
});

describe('TalosImage fails', () => {
  const fails = (props: (stack: TerraformStack) => Partial<TalosImageProps>, message: string) => {
    expect(() => synth((stack) => newImage(stack, 'image', props(stack)))).toThrow(new Error(message));
  };

  test('when the factory is no URL', () => {
    fails(
      () => ({ factoryUrl: 'factory.talos.dev' }),
      'test/image: factoryUrl: got "factory.talos.dev"; write a URL that begins with https:// or http:// and holds no password, such as "https://factory.talos.dev"',
    );
  });

  test('when the file name is a path', () => {
    fails(
      () => ({ fileName: '../talos' }),
      'test/image: fileName: got "../talos"; write letters, digits, ".", "-" and "_", beginning with a letter or digit',
    );
  });

  test('F-11 when an image for physical machines is put on hosts', () => {
    fails(
      () => ({ platform: Platform.METAL }),
      'test/image: platform: got "metal", but a virtual machine finds its address with "nocloud" only; write that, or leave platform out',
    );
  });

  test('when one host has two datastores for images', () => {
    fails(
      (stack) => ({ hosts: [host(stack), { ...host(stack), imageDatastoreId: 'cephfs' }] }),
      'test/image: hosts[1]: got main/pve1 with the imageDatastoreId cephfs after local; pass each host once',
    );
  });

  test('with all faults at once', () => {
    fails(
      () => ({ platform: Platform.METAL, fileName: 'a/b', factoryUrl: 'ftp://factory.example' }),
      [
        'test/image: factoryUrl: got "ftp://factory.example"; write a URL that begins with https:// or http:// and holds no password, such as "https://factory.talos.dev"',
        'test/image: fileName: got "a/b"; write letters, digits, ".", "-" and "_", beginning with a letter or digit',
        'test/image: platform: got "metal", but a virtual machine finds its address with "nocloud" only; write that, or leave platform out',
      ].join('\n'),
    );
  });

  test('when the schematic would be registered with another factory', () => {
    expect(() => synth((stack) => newImage(stack, 'image', { factoryUrl: 'https://factory.example' }))).toThrow(
      "[test/image] the image comes from https://factory.example, but the talos provider registers its schematic with https://factory.talos.dev; set the provider's image_factory_url to https://factory.example",
    );
  });
});

describe('a value that only OpenTofu knows', () => {
  const text = (stack: TerraformStack) => new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;

  test('is handed on in the factory behind its scheme, in the name of the file and in the datastore', () => {
    const out = synth((stack) => {
      const late = text(stack);
      const hosts = [{ ...host(stack), imageDatastoreId: late }];
      const made = newImage(stack, 'image', { factoryUrl: `https://${late}/`, fileName: `talos-${late}`, hosts });
      new TerraformOutput(stack, 'installer', { value: made.installerImage });
    });
    expect(out.at('image/main/pve1')).toMatchObject({
      datastore_id: '${var.text}',
      file_name: 'talos-${var.text}.qcow2',
      url: `https://\${var.text}/image/${VANILLA_ID}/v1.13.9/nocloud-amd64.qcow2`,
    });
    expect(out.outputs.installer).toBe(`\${var.text}/nocloud-installer/${VANILLA_ID}:v1.13.9`);
  });

  test('is refused where a plan must show it, with the name of the setting', () => {
    const { stack } = testStack();
    const late = text(stack);
    const refusals: Readonly<Record<string, Partial<TalosImageProps>>> = {
      architecture: { architecture: late as 'amd64' },
      platform: { platform: late as 'metal' },
      bootRoute: { bootRoute: late as 'file' },
      'schematic.extraKernelArgs[0]': { schematic: Schematic.of({ extraKernelArgs: [late] }) },
      'hosts[0].nodeName': { hosts: [{ ...host(stack), nodeName: late }] },
    };
    Object.entries(refusals).forEach(([place, props], index) => {
      expect(() => newImage(stack, `image-${index}`, props)).toThrow(
        new Error(
          `test/image-${index}: ${place}: must be known at synth, got a value that only OpenTofu knows; write the value itself`,
        ),
      );
    });
    expect(() => newImage(stack, 'image', { factoryUrl: late })).toThrow(
      'test/image: factoryUrl: must begin with https:// or http:// in plain text; only what follows may be known to OpenTofu alone',
    );
  });
});

test('text of a schematic is no template of OpenTofu', () => {
  const schematic = Schematic.of({ extraKernelArgs: ['console=${tty}'] });
  expect(synth((stack) => image(stack, { schematic })).at(`schematics/${schematic.shortId}`).schematic).toContain(
    'console=$${tty}',
  );
});

test('the construct tree', () => {
  const { app, stack } = testStack();
  newImage(stack);
  expect(Testing.renderConstructTree(app)).toContain('image (TalosImage)');
  expect(stack.node.findChild('schematics').node.children.map(({ node }) => node.id)).toEqual(['37656798']);
});
