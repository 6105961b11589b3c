import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { featurePrivileges, type FeaturePrivileges } from '../../src/data/privileges';
import { projectRoot } from '../support/project';

const PAGE = readFileSync(join(projectRoot, 'docs', 'operations.md'), 'utf8');
const [, SECTION = ''] = /### The token of Proxmox VE\n([\s\S]*?)\n### /.exec(PAGE) ?? [];

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
  const [, role = ''] = /^pveum role add \w+ --privs "([^"]+)"$/m.exec(SECTION) ?? [];
  const some = [
    'pool',
    'startup',
    'pciDevice',
    'pciMapping',
    'usbDevice',
    'usbMapping',
    'highAvailability',
    'resourcePool',
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
