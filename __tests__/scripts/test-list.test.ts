import { testListFaults, writeTestList } from '../../scripts/lib/test-list';
import { TemporaryProject } from '../support/project';

const UNIT = '__tests__/model/one.test.ts';
const END_TO_END = '__tests__/e2e/cluster.test.ts';
const GO = 'simulator/disks/disk_test.go';

describe('the list of all files with tests', () => {
  let project: TemporaryProject;

  const reports = (...paths: readonly string[]) => [
    { testResults: paths.map((path) => ({ name: project.path(path), assertionResults: [] })) },
  ];

  beforeEach(() => {
    project = new TemporaryProject();
    for (const path of [UNIT, END_TO_END, GO, '__tests__/support/help.ts']) project.write(path, '');
    writeTestList(project.root);
  });
  afterEach(() => project.remove());

  test('holds tests of both languages, and nothing else', () => {
    expect(project.read('__tests__/all-tests.txt').split('\n')).toEqual([END_TO_END, UNIT, GO, '']);
    expect(testListFaults(project.root, reports(UNIT, END_TO_END), [])).toEqual([]);
  });

  test.each([UNIT, END_TO_END, GO])('finds out that %s was deleted', (path) => {
    project.remove(path);
    const left = [UNIT, END_TO_END].filter((each) => each !== path);
    expect(testListFaults(project.root, reports(...left), [])).toEqual([
      `${path} is gone, but __tests__/all-tests.txt lists it`,
    ]);
  });

  test('finds out that it was deleted itself, or that a test is not in it', () => {
    project.write('simulator/new_test.go', '');
    expect(testListFaults(project.root, reports(UNIT, END_TO_END), [])).toEqual([
      'simulator/new_test.go is not listed in __tests__/all-tests.txt',
    ]);
    project.remove('__tests__/all-tests.txt');
    expect(testListFaults(project.root, reports(UNIT, END_TO_END), [])).toHaveLength(4);
  });

  test('finds out that a test is there but was not run, unless it or its folder has no report', () => {
    expect(testListFaults(project.root, reports(UNIT), [])).toEqual([`${END_TO_END} is in no test report`]);
    expect(testListFaults(project.root, reports(UNIT), ['e2e'])).toEqual([]);
    expect(testListFaults(project.root, reports(UNIT), ['e2e/cluster.test.ts'])).toEqual([]);
    expect(testListFaults(project.root, reports(UNIT), ['e2e/clu'])).toHaveLength(1);
  });
});
