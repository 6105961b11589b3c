import { DirectoryMapping, type DirectoryMappingProps } from '../../../src/constructs/proxmox/directory-mapping';
import { host, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const DIRECTORY = { host: 'pve1', path: '/tank/media' };

function mapping(props: Partial<DirectoryMappingProps> = {}) {
  const { stack } = testStack();
  const made = new DirectoryMapping(stack, 'mapping', {
    proxmoxProvider: host(stack).provider,
    mappingName: 'media',
    directories: [DIRECTORY],
    ...props,
  });
  return { stack, made };
}

test('names directories, and machines are made after it', () => {
  const { stack, made } = mapping({ directories: [DIRECTORY, { host: 'pve2', path: '/srv/media' }] });
  expect(made.mappingName).toBe('media');
  const shares = {
    films: { mapping: made.mappingName, cache: 'never', exposeAcl: true, readOnly: true },
    music: { mapping: 'music', directIo: true, exposeXattr: true, secure: false },
  } as const;
  const machine = node(stack, { virtiofs: shares });
  const out = synthesize(stack);
  expect(out.at('mapping/Resource')).toEqual({
    provider: 'proxmox.main',
    name: 'media',
    map: [
      { node: 'pve1', path: '/tank/media' },
      { node: 'pve2', path: '/srv/media' },
    ],
  });
  expect(out.at('cp1/Resource')).toMatchObject({
    depends_on: ['proxmox_hardware_mapping_dir.mapping_D98FB689'],
    virtiofs: [
      { mapping: 'media', cache: 'never', expose_acl: true, expose_xattr: true },
      { mapping: 'music', direct_io: true, expose_xattr: true },
    ],
  });
  expect(machine.machine.shares).toEqual([
    { name: 'films', tag: 'media', readOnly: true },
    { name: 'music', tag: 'music', secure: false },
  ]);
});

test('the id is the name where none is given', () => {
  expect(mapping({ mappingName: undefined }).made.mappingName).toBe('mapping');
});

test.each<[string, Partial<DirectoryMappingProps>, string]>([
  [
    'when it names nothing',
    { directories: [] },
    'directories: got []; write at least one directory, such as - { host: pve1, path: /tank/media }',
  ],
  [
    'when a path is none',
    { directories: [{ ...DIRECTORY, path: 'tank/media' }] },
    'directories[0].path: got "tank/media"; write the whole path of a directory',
  ],
  [
    'when a path would end early',
    { directories: [{ ...DIRECTORY, path: '/tank,media' }] },
    'directories[0].path: got "/tank,media"; write the whole path of a directory',
  ],
])('fails %s', (_title, props, message) => {
  expect(() => mapping(props)).toThrow(message);
});
