import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveName, findKit } from '../../homelab/kit/find-kit';

const WANTED = { version: '1.2.3', platform: 'linux_amd64' };

let work: string;
let said: string[];

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'kit-'));
  said = [];
});

afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

/** A ready homelab with one program. */
function writeKit(directory: string, changes: object = {}): string {
  const program = 'the simulator';
  mkdirSync(join(directory, 'bin'), { recursive: true });
  writeFileSync(join(directory, 'bin', 'simulator'), program);
  const sha256 = { 'bin/simulator': createHash('sha256').update(program).digest('hex') };
  const manifest = { layout: 2, ...WANTED, versions: {}, sha256, ...changes };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  return directory;
}

function archiveOf(directory: string, archive: string): string {
  mkdirSync(join(archive, '..'), { recursive: true });
  execFileSync('tar', ['-czf', archive, '-C', directory, '.']);
  return archive;
}

function find(given?: string) {
  const report = (line: string) => said.push(line);
  const places = { cacheDirectory: join(work, 'cache'), workingDirectory: join(work, 'project'), given, report };
  return findKit({ ...WANTED, ...places });
}

const cached = (name: string) => join(work, 'cache', 'homelabs', name);

test('says where it is released, if the package says where it comes from', () => {
  const places = { cacheDirectory: join(work, 'cache'), workingDirectory: work, report: () => undefined };
  expect(() => findKit({ ...WANTED, ...places, repository: 'https://git.example/owner/name' })).toThrow(
    '    curl --fail --location --remote-name https://git.example/owner/name/releases/download/v1.2.3/cdktf-proxmox-talos-homelab-1.2.3-linux_amd64.tar.gz\n',
  );
});

test('takes the homelab that was named, as an archive or a directory', () => {
  const directory = writeKit(join(work, 'kit'));
  expect(find(directory).directory).toBe(directory);
  const archive = archiveOf(directory, join(work, 'a.tar.gz'));
  const unpacked = find(archive);
  expect(unpacked.directory.startsWith(cached('archive-'))).toBe(true);
  expect(unpacked.program('simulator')).toBe(join(unpacked.directory, 'bin', 'simulator'));
  expect(readdirSync(join(work, 'cache', 'homelabs'))).toHaveLength(1);
  expect(find(archive).directory).toBe(unpacked.directory);
  expect(said).toEqual([`unpacking ${archive} into ${join(work, 'cache', 'homelabs')}, once`]);
  // it is found without being named from then on
  expect(find().directory).toBe(unpacked.directory);
});

test('takes the last one of its version from the cache, or an archive in the working directory', () => {
  const archive = join(work, 'project', archiveName(WANTED));
  archiveOf(writeKit(join(work, 'kit')), archive);
  const unpacked = find().directory;
  expect(unpacked).toContain('archive-');

  writeKit(cached('other'), { version: '1.2.4' });
  const newer = writeKit(cached('newer'));
  utimesSync(unpacked, 1, 1);
  expect(find().directory).toBe(newer);
});

test('says what to do without one', () => {
  writeKit(cached('other'), { version: '1.2.4' });
  writeKit(cached('arm'), { platform: 'linux_arm64' });
  writeKit(cached('later'), { layout: 3 });
  mkdirSync(cached('1.2.3.4.draft'));
  expect(() => find()).toThrow(
    'no homelab of version 1.2.3 for linux_amd64 is here. There are two ways to one:\n' +
      '  download cdktf-proxmox-talos-homelab-1.2.3-linux_amd64.tar.gz, which is attached to the release v1.2.3 of cdktf-proxmox-talos,\n' +
      '    and name it once: try <cluster> --homelab <file>\n' +
      '  or, with Go 1.26 or newer, in a clone of cdktf-proxmox-talos at v1.2.3: npm ci && npm run toolchain',
  );
});

test.each<[string, () => string, string]>([
  ['a path that is not there', () => join(work, 'nothing'), ': there is no such file or directory'],
  ['a directory that is none', () => work, ' is no homelab: it is neither an archive .tar.gz of one nor a directory'],
  [
    'another version',
    () => writeKit(join(work, 'kit'), { version: '1.2.4' }),
    ' is a homelab of 1.2.4 for linux_amd64; this package needs that of 1.2.3 for linux_amd64',
  ],
  [
    'an archive of another computer',
    () => archiveOf(writeKit(join(work, 'kit'), { platform: 'linux_arm64' }), join(work, 'a.tar.gz')),
    ' is a homelab of 1.2.3 for linux_arm64',
  ],
  [
    'a file of another kind',
    () => {
      writeFileSync(join(work, 'a.zip'), '');
      return join(work, 'a.zip');
    },
    'a.zip is no homelab',
  ],
  [
    'an archive that was cut off',
    () => {
      writeFileSync(join(work, 'a.tar.gz'), 'half');
      return join(work, 'a.tar.gz');
    },
    'a.tar.gz is damaged: ',
  ],
  [
    'a program that was changed',
    () => {
      const sha256 = { 'bin/simulator': '0'.repeat(64) };
      return archiveOf(writeKit(join(work, 'kit'), { sha256 }), join(work, 'a.tar.gz'));
    },
    'a.tar.gz is damaged: bin/simulator is not what its digest says; download it again',
  ],
  [
    'a program that is missing',
    () => archiveOf(writeKit(join(work, 'kit'), { sha256: { 'bin/tofu': '' } }), join(work, 'a.tar.gz')),
    'a.tar.gz is damaged: bin/tofu is missing; download it again',
  ],
])('refuses %s, and keeps nothing of it', (_, given, message) => {
  const path = given();
  expect(() => find(path)).toThrow(message);
  expect(() => find()).toThrow('no homelab of version 1.2.3');
});
