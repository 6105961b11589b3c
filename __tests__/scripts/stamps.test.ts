import { statSync, utimesSync } from 'node:fs';
import { Stamps } from '../../scripts/lib/stamps';
import { TemporaryProject } from '../support/project';

let project: TemporaryProject;
let input: string;
let output: string;

beforeEach(() => {
  project = new TemporaryProject();
  project.write('input', 'one');
  project.write('output', '');
  input = project.path('input');
  output = project.path('output');
  const stamps = new Stamps(project.root);
  stamps.record('step', stamps.take([input]));
});

afterEach(() => {
  project.remove();
});

function isFresh(inputs = [input], outputs = [output]): boolean {
  return new Stamps(project.root).isFresh('step', inputs, outputs);
}

test('a step whose files are as they were is fresh', () => {
  expect(isFresh()).toBe(true);
});

test('a file with a new time and the same content is taken as unchanged, and hashed once only', () => {
  utimesSync(input, new Date(), new Date(Date.now() + 60_000));
  expect(isFresh()).toBe(true);
  expect(project.read('lib/.stamps.json')).toContain(String(statSync(input).mtimeMs));
});

test('a file of the same size and another content is noticed', () => {
  project.write('input', 'two');
  utimesSync(input, new Date(), new Date(Date.now() + 60_000));
  expect(isFresh()).toBe(false);
});

test('a file more, a file less and a file that is gone are noticed', () => {
  project.write('more', '');
  expect(isFresh([input, project.path('more')])).toBe(false);
  expect(isFresh([])).toBe(false);
  project.remove('input');
  expect(isFresh()).toBe(false);
});

test('a missing output is noticed', () => {
  project.remove('output');
  expect(isFresh()).toBe(false);
});

test('a step that never ran, and a broken stamp file, are not fresh', () => {
  expect(new Stamps(project.root).isFresh('other', [input], [output])).toBe(false);
  project.write('lib/.stamps.json', '{');
  expect(isFresh()).toBe(false);
});

test('a file that comes into being is noticed', () => {
  const later = project.path('later');
  const stamps = new Stamps(project.root);
  stamps.record('step', stamps.take([later]));
  expect(isFresh([later])).toBe(true);
  project.write('later', '');
  expect(isFresh([later])).toBe(false);
});
