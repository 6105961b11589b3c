import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attempt } from '../../homelab/faults/fault-points';
import { SweepResults } from '../../homelab/faults/sweep-results';

const directory = mkdtempSync(join(tmpdir(), 'results-'));
const file = join(directory, 'faults.jsonl');

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function attempt(index: number): Attempt {
  const point = { service: 'proxmox', target: 'main', method: 'GET', path: '/version', nth: 1, answer: '200' } as const;
  return { index, point, interruption: 'fails' };
}

test('a sweep that was ended goes on where it stopped, and tries again what was cut off', () => {
  const first = new SweepResults(file);
  expect(first.find('default', attempt(1))).toBeUndefined();
  const named = [{ says: 'it is there', command: 'go' }];
  first.add('default', { attempt: attempt(1), result: 'converged by the named command', recoveries: named });
  first.add('default', { attempt: attempt(2), result: 'failed', recoveries: [], problem: 'no\nmore' });
  appendFileSync(file, '{"configuration":"default","att');

  const second = new SweepResults(file);
  expect(second.find('default', attempt(1))).toEqual({
    attempt: attempt(1),
    result: 'converged by the named command',
    recoveries: named,
  });
  expect(second.find('default', attempt(2))).toMatchObject({ result: 'failed', problem: 'no\nmore' });
  expect(second.find('default', attempt(3))).toBeUndefined();
  expect(second.find('flux', attempt(1))).toBeUndefined();

  second.add('flux', { attempt: attempt(1), result: 'converged', recoveries: [] });
  expect(new SweepResults(file).find('flux', attempt(1))).toMatchObject({ result: 'converged' });
  expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
});
