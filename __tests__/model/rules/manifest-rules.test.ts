import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const directory = `${__dirname}/../files`;

testFaults([
  {
    title: 'a manifest holds Kubernetes objects',
    good: { 'kubernetes.inlineManifests': [manifest('apiVersion: v1\nkind: Namespace\nmetadata: { name: a }')] },
    bad: { 'kubernetes.inlineManifests': [manifest('foo')] },
    line: 'kubernetes.inlineManifests[0].contents: object 1 of the manifest has no apiVersion, kind and metadata.name; write apiVersion, kind and metadata.name as text',
  },
  {
    title: 'every object has a name',
    good: { 'kubernetes.inlineManifests': [manifest(`${namespace('a')}---\n${namespace('b')}`)] },
    bad: { 'kubernetes.inlineManifests': [manifest(`${namespace('a')}---\n${namespace('5')}`)] },
    line: 'kubernetes.inlineManifests[0].contents: object 2 of the manifest has no metadata.name; write apiVersion, kind and metadata.name as text',
  },
  {
    title: 'a list of objects needs no name',
    good: { 'kubernetes.inlineManifests': [manifest('apiVersion: v1\nkind: List\nitems: []')] },
    bad: { 'kubernetes.inlineManifests': [manifest('kind: List\nitems: []')] },
    line: 'kubernetes.inlineManifests[0].contents: object 1 of the manifest has no apiVersion; write apiVersion, kind and metadata.name as text',
  },
  {
    title: 'comments alone are no manifest, but may stand between objects',
    good: { 'kubernetes.inlineManifests': [manifest(`# a\n---\n${namespace('a')}---\n# b\n`)] },
    bad: { 'kubernetes.inlineManifests': [manifest('# a')] },
    line: 'kubernetes.inlineManifests[0].contents: the manifest holds no Kubernetes object; write one, or remove the manifest',
  },
  {
    title: 'a manifest is YAML',
    good: { 'kubernetes.inlineManifests': [manifest(namespace('a'))] },
    bad: { 'kubernetes.inlineManifests': [manifest('apiVersion: v1\nkind: [Namespace')] },
    line: 'kubernetes.inlineManifests[0].contents: line 2 of the manifest: this is not YAML: a ] is missing; write it at the end of what [ opened',
  },
  {
    title: 'an alias has its anchor',
    good: { 'kubernetes.inlineManifests': [manifest(`x: &x 1\ny: *x\n${namespace('a')}`)] },
    bad: { 'kubernetes.inlineManifests': [manifest(`y: *x\n${namespace('a')}`)] },
    line: 'kubernetes.inlineManifests[0].contents: line 1 of the manifest: there is no anchor &x above; write the value itself, or put the anchor above',
  },
]);

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: { name: key }\n';
const clear = (name: string) =>
  `the Secret "${name}" would stand readable in the files of the stack; write { secret: <name> } under stringData instead, and the name under secrets of the cluster file, or make it in the cluster`;
const listed = (value: string) =>
  `apiVersion: v1\nkind: List\nitems:\n  - { kind: Secret, metadata: { name: key }, stringData: { a: ${value} } }\n`;

testFaults([
  {
    title: 'a Secret is not written out',
    good: { 'kubernetes.inlineManifests': [manifest(`${namespace('a')}---\n${SECRET}data: {}\n`)] },
    bad: { 'kubernetes.inlineManifests': [manifest(`${namespace('a')}---\n${SECRET}stringData: { a: hunter2 }\n`)] },
    line: `kubernetes.inlineManifests[0].contents: ${clear('key')}`,
  },
  {
    title: 'a Secret in a list is not written out',
    good: {
      secrets: { token: {} },
      'kubernetes.inlineManifests': [manifest(listed('{ secret: token }'))],
    },
    bad: {
      secrets: { token: {} },
      'kubernetes.inlineManifests': [manifest(listed('{ secret: token }')), { name: 'b', contents: listed('hunter2') }],
    },
    line: `kubernetes.inlineManifests[1].contents: ${clear('key')}`,
  },
]);

test('a Secret in a file is refused with its place there', () => {
  const project = mkdtempSync(join(tmpdir(), 'manifest-'));
  writeFileSync(join(project, 'secret.yaml'), `${namespace('a')}---\n${SECRET}data: { a: aHVudGVyMg== }\n`);
  const spec = changedSpec({ 'kubernetes.inlineManifests': [{ name: 'a', file: 'secret.yaml' }] });
  const told = faultsOf(spec, { directory: project });
  rmSync(project, { recursive: true });
  expect(told).toEqual([expect.stringMatching(/^secret\.yaml:\d+:1: the Secret "key" would stand/)]);
});

test('what is wrong in a file has its place there', () => {
  const spec = changedSpec({
    'kubernetes.inlineManifests': [
      { name: 'a', file: 'manifest.yaml' },
      { name: 'b', file: 'bad-manifest.yaml' },
      { name: 'c', file: 'broken.yaml' },
    ],
  });
  expect(faultsOf(spec, { directory })).toEqual([
    'bad-manifest.yaml:7:1: object 2 of the manifest has no kind; write apiVersion, kind and metadata.name as text',
    'broken.yaml:2:1: this is not YAML: a ] is missing; write it at the end of what [ opened',
  ]);
});

function manifest(contents: string) {
  return { name: 'test', contents };
}

function namespace(name: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;
}
