import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { NODES, nodeOfDay } from '../../scripts/lib/newcomer-node';
import { projectRoot } from '../support/project';

test('versions of Node take turns by the day, each every third one', () => {
  const turns = [1, 2, 3, 4].map((day) => nodeOfDay(new Date(`2026-11-0${day}T12:00:00Z`)));
  expect(new Set(turns.slice(0, 3))).toEqual(new Set(Object.keys(NODES)));
  expect(turns[3]).toBe(turns[0]);
  expect(nodeOfDay(new Date('2026-11-01T00:00:00Z'))).toBe(nodeOfDay(new Date('2026-11-01T23:59:59Z')));
});

test('the oldest of them is the oldest that the package takes', () => {
  const { engines } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  const oldest = `${NODES['20']?.node}.0`;
  expect([satisfies(oldest, engines.node), satisfies('20.11.99', engines.node)]).toEqual([true, false]);
});
