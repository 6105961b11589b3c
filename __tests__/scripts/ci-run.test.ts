import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter } from 'node:path';
import { TemporaryProject } from '../support/project';

/** Programs in the place of npm and Go: each prints good figures, and those that BROKEN names then fail. */
const NPM = `#!/usr/bin/env bash
name=$1
[ "$1" = run ] && name=$3
mkdir -p reports
report='{"numPassedTests":3,"numFailedTests":0,"numPendingTests":0,"numTodoTests":0,"numRuntimeErrorTestSuites":0}'
case $name in
  test) file=reports/jest.json ;;
  test:e2e) file=reports/e2e.json ;;
  test:faults | test:frameworks | test:newcomer) echo '3 passed, 0 failed' ;;
esac
[ -n "\${file:-}" ] && [ "$SILENT" != "$name" ] && echo "$report" > "$file"
[[ " $BROKEN " != *" $name "* ]]
`;

const GO = `#!/usr/bin/env bash
[ "$1" = test ] && [ "$SILENT" != go-test ] && echo '{"Action":"pass","Test":"TestOne"}'
[ "$BROKEN" != "go-$1" ]
`;

/** Programs that do nothing, well or not. */
const QUIET = `#!/usr/bin/env bash
[[ " $BROKEN " != *" $(basename "$0") "* ]]
`;

const CHECKS = ['ci', 'toolchain', 'lint', 'synth', 'validate', 'api', 'schema', 'statements'];
const RUNNERS = ['test', 'test:e2e', 'go-vet', 'go-test', 'test:faults', 'test:frameworks', 'test:newcomer'];

describe('the check of the whole project', () => {
  const project = new TemporaryProject('.ci/run');
  const run = ({ BROKEN = '', SILENT = '', POSTGRESQL_ROOT = project.path('postgresql') }) => {
    const PATH = [project.path('bin'), process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH, BROKEN, SILENT, POSTGRESQL_ROOT };
    const { status, stdout } = spawnSync('bash', [project.path('.ci/run')], { encoding: 'utf8', env });
    return { status, last: stdout.trimEnd().split('\n').at(-1) };
  };

  beforeAll(() => {
    for (const module of ['simulator', 'judge/source']) project.write(`${module}/go.mod`, 'module some\n');
    project.write('postgresql/15/bin/postgres', '');
    for (const [name, text] of Object.entries({
      npm: NPM,
      go: GO,
      chromium: QUIET,
      zsh: QUIET,
      fish: QUIET,
      'apt-get': QUIET,
    })) {
      project.write(`bin/${name}`, text);
      chmodSync(project.path(`bin/${name}`), 0o755);
    }
  });
  afterAll(() => project.remove());

  test('is green, with the sum of all figures, when nothing fails', () => {
    // thirteen checks, and the figures of two runs of jest, two of Go and three runners of ours
    expect(run({})).toEqual({ status: 0, last: '30 passed, 0 failed' });
  });

  test('counts each check that fails', () => {
    const failed = CHECKS.length;
    expect(run({ BROKEN: CHECKS.join(' ') })).toEqual({ status: 1, last: `${30 - failed} passed, ${failed} failed` });
  });

  test('is red without a browser, and installs the one that is missing', () => {
    expect(run({ BROKEN: 'chromium' })).toEqual({ status: 0, last: '30 passed, 0 failed' });
    expect(run({ BROKEN: 'chromium apt-get' })).toEqual({ status: 1, last: '29 passed, 1 failed' });
  });

  test('is red without the shells that are completed, and installs those that are missing', () => {
    expect(run({ BROKEN: 'fish' })).toEqual({ status: 0, last: '30 passed, 0 failed' });
    expect(run({ BROKEN: 'fish apt-get' })).toEqual({ status: 1, last: '29 passed, 1 failed' });
  });

  test('is red without the database that keeps states, and installs the one that is missing', () => {
    const POSTGRESQL_ROOT = project.path('nowhere');
    expect(run({ POSTGRESQL_ROOT })).toEqual({ status: 0, last: '30 passed, 0 failed' });
    expect(run({ POSTGRESQL_ROOT, BROKEN: 'apt-get' })).toEqual({ status: 1, last: '29 passed, 1 failed' });
  });

  test.each(RUNNERS)('is red when %s fails after good figures', (BROKEN) => {
    expect(run({ BROKEN })).toEqual({ status: 1, last: expect.stringMatching(/ passed, [1-9]\d* failed$/) as string });
  });

  test.each(['test', 'test:e2e', 'go-test'])('is red when %s says nothing of what it ran', (SILENT) => {
    expect(run({ SILENT })).toMatchObject({ status: 1 });
  });
});
