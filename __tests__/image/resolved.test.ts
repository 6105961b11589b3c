import { fileNameOf, resolvedImage } from '../../src/image/resolved';
import { Schematic } from '../../src/values/schematic/schematic';
import { TalosVersion } from '../../src/values/talos-version';

const content = { talosVersion: TalosVersion.of('v1.13.9'), schematic: Schematic.vanilla() };

test('every default', () => {
  expect(resolvedImage('home', content, {})).toEqual({
    factoryUrl: 'https://factory.talos.dev',
    architecture: 'amd64',
    platform: 'nocloud',
    bootRoute: 'import',
    secureBoot: false,
    fileName: 'home-37656798-v1.13.9-nocloud-amd64',
  });
});

test('what is written stays, but for slashes behind the factory and a mirror', () => {
  const settings = {
    factoryUrl: 'https://factory.example/talos//',
    imageMirror: 'https://proxy.example/',
    installerMirror: 'harbor.example/talos',
    architecture: 'arm64',
    platform: 'metal',
    bootRoute: 'file',
    secureBoot: true,
    fileName: 'talos',
  } as const;
  expect(resolvedImage('home', content, settings)).toEqual({
    ...settings,
    factoryUrl: 'https://factory.example/talos',
    imageMirror: 'https://proxy.example',
  });
});

test('the file of a signed image has another name', () => {
  expect(resolvedImage('home', content, { secureBoot: true }).fileName).toBe(
    'home-37656798-v1.13.9-nocloud-amd64-secureboot',
  );
});

test('a pattern names the file by what is in it', () => {
  const parts = { cluster: 'home', schematic: 'abc', version: 'v1.13.9', platform: 'metal', architecture: 'amd64' };
  expect(fileNameOf(parts)).toBe('home-abc-v1.13.9-metal-amd64');
  expect(fileNameOf(parts, 'talos-{schematic}-{version}')).toBe('talos-abc-v1.13.9');
});
