import { existsSync } from 'node:fs';
import { join } from 'node:path';
import jestConfig from '../../jest.config';
import { PROGRAMS, PROGRAM_SUITES } from '../../scripts/lib/program-suites';
import { projectRoot } from '../support/project';

test.each(PROGRAM_SUITES)('%s is there, and no other project of jest runs it', (suite) => {
  const path = join(projectRoot, '__tests__', suite);
  expect(existsSync(path)).toBe(true);
  const others = projects().filter(({ displayName }) => displayName !== PROGRAMS && displayName !== 'smoke');
  expect(others).toHaveLength(2);
  for (const { testPathIgnorePatterns } of others) {
    expect(testPathIgnorePatterns.some((pattern) => matches(pattern, path))).toBe(true);
  }
});

test('jest runs them in a project of their own', () => {
  const own = projects().find(({ displayName }) => displayName === PROGRAMS);
  expect(own?.testMatch).toEqual(PROGRAM_SUITES.map((suite) => `<rootDir>/__tests__/${suite}`));
});

interface Project {
  readonly displayName: string;
  readonly testMatch: readonly string[];
  readonly testPathIgnorePatterns: readonly string[];
}

function projects(): readonly Project[] {
  return jestConfig.projects as unknown as readonly Project[];
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(pattern.replace('<rootDir>', projectRoot)).test(path);
}
