import { readFileSync } from 'node:fs';
import { build } from '../../scripts/lib/build';
import { timedSteps } from '../../scripts/lib/timed-steps';
import { TemporaryProject } from '../support/project';

const cache = process.env.CDKTF_PROXMOX_TALOS_CACHE;
let project: TemporaryProject;

beforeEach(() => {
  project = new TemporaryProject();
  process.env.CDKTF_PROXMOX_TALOS_CACHE = project.path('cache');
});

afterEach(() => {
  if (cache === undefined) Reflect.deleteProperty(process.env, 'CDKTF_PROXMOX_TALOS_CACHE');
  else process.env.CDKTF_PROXMOX_TALOS_CACHE = cache;
  project.remove();
});

/** A step that writes a file. */
function step(name: string) {
  return {
    name,
    doing: `making ${name}`,
    inputs: () => [],
    outputs: (root: string) => [`${root}/${name}`],
    stale: () => [],
    run: () => project.write(name, ''),
  };
}

test('steps say which of how many they are, and how long they took here before', async () => {
  project.write('cache/times.json', '{ "build a": 75, "build b": 2, "tofu": 200 }');
  const said: string[] = [];
  const ran = await build(project.root, timedSteps(['a', 'b', 'c'].map(step)), (line) => said.push(line));
  expect(ran).toEqual(['a', 'b', 'c']);
  expect(said).toEqual([
    'making a (step 1 of 3, took 1 min 15 s here before)',
    // who reads it is not through before it is over
    'making b (step 2 of 3)',
    'making c (step 3 of 3)',
  ]);
  const times = JSON.parse(readFileSync(project.path('cache/times.json'), 'utf8')) as object;
  expect(times).toEqual({ 'build a': 0, 'build b': 0, 'build c': 0, tofu: 200 });
});
