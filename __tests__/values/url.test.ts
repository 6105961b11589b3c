import { isHostWithPort, isPlainUrl } from '../../src/values/url';

describe('a URL that may stand where everybody reads it', () => {
  test.each([
    'https://pve1.example:8006',
    'http://10.0.0.1',
    'https://[fd00::1]:6443/',
    'https://my_nas:9000/a/b?c=d#e',
    'HTTPS://Example.com/Path',
  ])('%s is one', (text) => {
    expect(isPlainUrl(text, ['https', 'http'])).toBe(true);
  });

  test.each([
    '',
    'https://',
    'https:example.com',
    'ftp://a',
    'https://me@a',
    'https://me:secret@a',
    'https://:secret@a',
    'https://@a',
    'https://x$(id):6443',
    'https://`id`',
    'https://a;b',
    'https://a b',
    'https://a/b c',
    'https://a\n',
    ' https://a',
    'https://a\\b',
    'https://a:0',
    'https://a:65536',
    'https://a:b',
    'https://[zz]',
    'https://[fd00::1',
    'https://-a',
    'https://${env.HOST}',
  ])('%j is none', (text) => {
    expect(isPlainUrl(text, ['https', 'http'])).toBe(false);
  });

  test('may name a user for ssh, and no password', () => {
    expect(isPlainUrl('ssh://git@github.com/owner/name.git', ['ssh'])).toBe(true);
    expect(isPlainUrl('ssh://git:secret@github.com/owner/name.git', ['ssh'])).toBe(false);
    expect(isPlainUrl('ssh://@github.com/owner/name.git', ['ssh'])).toBe(false);
  });
});

test.each<[string, boolean]>([
  ['gitea.example', true],
  ['gitea.example:2222', true],
  ['[fd00::1]:22', true],
  ['10.0.0.1:22', true],
  ['gitea.example:0', false],
  ['gitea.example:70000', false],
  ['$(id)', false],
  ['git@gitea.example', false],
  ['', false],
])('a host with or without a port: %j is %s', (text, is) => {
  expect(isHostWithPort(text)).toBe(is);
});
