import { TerraformStack, Testing } from 'cdktf';
import fc from 'fast-check';
import { endpointHost, isClusterEndpoint } from '../../src/constructs/cluster/private/cluster-endpoint';
import { duration } from '../../src/constructs/cluster/private/duration';
import { providerAlias } from '../../src/constructs/gitops/private/provider-alias';
import { repeated } from '../../src/constructs/private/repeated';
import { escapeTemplate } from '../../src/constructs/private/template-text';
import { TerraformData } from '../../src/constructs/private/terraform-data';

describe('text for OpenTofu', () => {
  test.each([
    ['plain $HOME 100%', 'plain $HOME 100%'],
    ['${x}', '$${x}'],
    ['%{if x}', '%%{if x}'],
    ['$${x}', '$$${x}'],
    ['${TfToken[TOKEN.7]}', '${TfToken[TOKEN.7]}'],
  ])('%s is written %s', (text, written) => {
    expect(escapeTemplate(text)).toBe(written);
  });

  test('means the same after OpenTofu read it', () => {
    const asRead = (text: string) => text.replaceAll('$${', '${').replaceAll('%%{', '%{');
    const text = fc.string({ unit: fc.constantFrom('$', '%', '{', '}', 'a', '"') });
    fc.assert(fc.property(text, (written) => asRead(escapeTemplate(written)) === written));
  });
});

describe('the URL of a Kubernetes API', () => {
  test.each([
    ['https://10.0.0.10:6443', '10.0.0.10'],
    ['https://api.kube.example.com', 'api.kube.example.com'],
    ['https://[fd00::10]:6443/', 'fd00::10'],
  ])('%s has a host', (text, host) => {
    expect(isClusterEndpoint(text)).toBe(true);
    expect(endpointHost(text)).toBe(host);
  });

  test.each([
    '',
    'https://',
    'http://10.0.0.10',
    'https://a;b',
    'https://[zz]:1',
    'https://$(id):6443',
    'https://a:b',
    'https://a:0',
    'https://a:65536',
    'https://x$(id):6443',
    'https://me:secret@a:6443',
  ])('%j is none', (text) => {
    expect(isClusterEndpoint(text)).toBe(false);
  });
});

test.each([
  [60, '1m'],
  [600, '10m'],
  [90, '90s'],
  [1, '1s'],
])('%i seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  ['home', 'home'],
  ['1st.home', '_1st-home'],
  ['-x', '_-x'],
])('%s is the alias %s', (name, alias) => {
  expect(providerAlias(name)).toBe(alias);
});

test('values that stand in a list more than once are reported once', () => {
  expect(repeated(['a', 'b', 'a', 'c', 'a', 'b'])).toEqual(['a', 'b']);
  expect(repeated([])).toEqual([]);
});

test('terraform_data renders what it keeps, and starts no binary', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new TerraformData(stack, 'kept', { input: 'a', triggersReplace: 'b' });
  expect(JSON.parse(Testing.synth(stack, true))).toEqual({
    resource: { terraform_data: { kept: { input: 'a', triggers_replace: 'b' } } },
  });
});
