import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { trustedAuthorities } from '../../src/preflight/authorities';
import { TemporaryProject } from '../support/project';

const pem = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;

let project: TemporaryProject;

beforeEach(() => {
  project = new TemporaryProject();
  mkdirSync(project.path('empty'));
});

afterEach(() => {
  project.remove();
});

test('SSL_CERT_FILE and SSL_CERT_DIR take the place of those of the system', () => {
  project.write('ca.crt', `some words\n${pem('one')}\n${pem('two')}\n`);
  project.write('others/a.pem', pem('three'));
  project.write('others/b.pem', pem('one'));
  project.write('others/README', 'no certificate');
  const directories = [project.path('nowhere'), project.path('others')].join(':');
  const trusted = trustedAuthorities({ SSL_CERT_FILE: project.path('ca.crt'), SSL_CERT_DIR: directories }, 'linux');
  expect(trusted).toEqual([pem('one'), pem('two'), pem('three')]);
});

test('a file that is not there stands for none, as it does for the providers', () => {
  const nothing = { SSL_CERT_FILE: join(project.root, 'nowhere'), SSL_CERT_DIR: project.path('empty') };
  expect(trustedAuthorities(nothing, 'linux')).toEqual([]);
});

test('other systems keep theirs elsewhere', () => {
  expect(trustedAuthorities({ SSL_CERT_FILE: '/nowhere' }, 'darwin').length).toBeGreaterThan(50);
});
