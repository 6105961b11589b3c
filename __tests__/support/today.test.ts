import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project';
import { casesOfToday } from './today';

const CASES = ['a', 'b', 'c', 'd'];

afterEach(() => {
  delete process.env.CDKTF_PROXMOX_TALOS_E2E;
  jest.useRealTimers();
});

test('all cases are there unless a sample is asked for', () => {
  expect(casesOfToday(CASES, 1)).toEqual(CASES);
  process.env.CDKTF_PROXMOX_TALOS_E2E = 'sample';
  expect(casesOfToday(CASES, 1)).toHaveLength(1);
});

test('a sample goes round by the day', () => {
  process.env.CDKTF_PROXMOX_TALOS_E2E = 'sample';
  const days = [1, 2, 3, 4].flatMap((day) => {
    jest.useFakeTimers({ now: new Date(Date.UTC(2026, 11, day)) });
    return casesOfToday(CASES, 1);
  });
  expect(new Set(days)).toEqual(new Set(CASES));
});

test('docs/toolchain.md lists every suite that is sampled, and no other', () => {
  const folder = join(projectRoot, '__tests__', 'e2e');
  const sampled = readdirSync(folder).filter((file) =>
    readFileSync(join(folder, file), 'utf8').includes('casesOfToday('),
  );
  const page = readFileSync(join(projectRoot, 'docs', 'toolchain.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `e2e\/([\w-]+)` \|/gm)].map(([, name = '']) => `${name}.test.ts`);
  expect(listed.sort()).toEqual(sampled.sort());
});
