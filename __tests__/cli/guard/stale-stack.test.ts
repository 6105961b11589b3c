import { utimesSync } from 'node:fs';
import { CliProject } from '../../support/cli';
import { home } from '../../support/plan';

const FILE = 'stacks/clusters/mine.yaml';
const MANIFEST = 'cdktf.out/manifest.json';

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.set({ show: { output: JSON.stringify(home({})) } });
  project.write(FILE, 'name: home\n');
  project.write('stacks/clusters/other.yaml', 'name: other\n');
  project.write(MANIFEST, '{}');
});

afterEach(() => {
  project.remove();
});

/** Sets when files were written, in minutes. */
function written(times: Readonly<Record<string, number>>): void {
  for (const [file, minutes] of Object.entries(times)) utimesSync(project.path(file), minutes * 60, minutes * 60);
}

test.each([['plan'], ['apply', '--yes']])(
  '%s says that the cluster file was changed after the last synth',
  async (command, ...options) => {
    written({ [MANIFEST]: 1, [FILE]: 2 });
    const { exitCode, errors } = await project.call([command, 'home', ...options]);
    expect([exitCode, errors]).toEqual([
      0,
      expect.stringContaining(
        `warning: ${FILE} was changed after the last synth, whose stack is used here; run synth first\n`,
      ),
    ]);
  },
);

test('says nothing of what is as old, of other clusters, and without a manifest', async () => {
  written({ [FILE]: 1, [MANIFEST]: 1, 'stacks/clusters/other.yaml': 2 });
  expect((await project.call(['plan', 'home'])).errors).not.toContain('warning:');
  written({ [FILE]: 3 });
  project.remove();
  project = new CliProject();
  project.set({ show: { output: JSON.stringify(home({})) } });
  project.write(FILE, 'name: home\n');
  expect((await project.call(['plan', 'home'])).errors).not.toContain('warning:');
});
