import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { featurePrivileges, type FeaturePrivileges, featureVersions } from '../../src/data/privileges';
import { projectRoot } from '../support/project';

const PAGE = readFileSync(join(projectRoot, 'docs', 'proxmox-setup.md'), 'utf8');
const [, SECTION = ''] = /\n## Which feature needs which privilege\n([\s\S]*)$/.exec(PAGE) ?? [];

/** Release that the page is written for. */
const isCurrent = ({ before }: FeaturePrivileges): boolean => before === undefined;

test('the page says which feature needs which privileges, as the data has it', () => {
  const told = [...SECTION.matchAll(/^\| (.+?) \| (.+?) \| .+ \|$/gm)].slice(1).map(([, does = '', needs = '']) => ({
    does: does.replace(/ \(.*\)$/, ''),
    privileges: [...needs.matchAll(/`([\w.]+)`/g)].map(([, name]) => name),
    isOptional: needs.includes('(optional)'),
  }));
  expect(told).toEqual(
    featurePrivileges()
      .filter(isCurrent)
      .map(({ does, privileges, or, optional = false }) => ({
        does,
        privileges: [...privileges, ...(or?.privileges ?? [])],
        isOptional: optional,
      })),
  );
});

test('the role of the page has what every cluster needs', () => {
  const [, role = ''] = /^pveum role add \w+ --privs "([^"]+)"$/m.exec(PAGE) ?? [];
  const some = [
    'pool',
    'startup',
    'pciDevice',
    'pciMapping',
    'usbDevice',
    'usbMapping',
    'directory',
    'directoryMapping',
    'highAvailability',
    'backupJob',
    'resourcePool',
    'sdnZone',
    'sdnVnet',
    'sdnApply',
  ];
  const needed = featurePrivileges().filter((row) => isCurrent(row) && !some.includes(row.feature));
  expect(role.split(' ').sort()).toEqual([...new Set(needed.flatMap(({ privileges }) => privileges))].sort());
});

test('the data says where it comes from, and when it was read', () => {
  const file = JSON.parse(readFileSync(join(projectRoot, 'schemas', 'proxmox-privileges.json'), 'utf8')) as {
    readonly source: string;
    readonly readOn: string;
  };
  expect(file.source).toContain('pve-access-control');
  expect(file.readOn).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('the page says which release has which feature, as the data has it', () => {
  const told = [...PAGE.matchAll(/^\| (?:Proxmox VE )?(\d+\.\d+) or newer \| .+ \|$/gm)].map(([, release]) => release);
  const [machine, ...others] = [...new Set(featureVersions().map(({ minimum }) => minimum))].sort();
  expect([...told].sort()).toEqual(others);
  expect(PAGE).toContain(`older releases from ${machine} on`);
});
