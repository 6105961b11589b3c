// @ts-check
'use strict';

const { readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { withProjectCopy } = require('./project-copy');
const { medianOf, timeOf } = require('./time');

const EXAMPLES = ['blog-cluster', 'homelab-tofu'];
const UNIT = ['node', '-e', "require('cdktf')"];

/**
 * The app as a person runs it: times, and how many times as long as loading the framework they are.
 *
 * @param {string} root
 * @param {number} runs
 * @param {(line: string) => void} tell
 */
function measureApp(root, runs, tell) {
  return withProjectCopy(root, (cwd) => {
    // what was judged is kept there, and a row takes it away
    const judged = join(cwd, '.judged');
    const env = { ...process.env, CLUSTERS: EXAMPLES.join(','), CDKTF_PROXMOX_TALOS_CACHE: judged };
    /** @param {readonly string[]} command */
    const time = (command) => timeOf(command, { cwd, env });
    /**
     * @param {string} name
     * @param {readonly string[]} command
     * @param {(run: number) => void} [prepare]
     */
    const row = (name, command, prepare = () => {}) => {
      tell(`measuring ${name}`);
      time(command); // files into the cache of the system
      // the unit beside every run: the machine may be busy with other things for a while
      const measured = Array.from({ length: runs }, (_, run) => {
        prepare(run);
        const unitMs = time(UNIT);
        const ms = time(command);
        return { ms, units: ms / unitMs };
      });
      return { name, ms: medianOf(measured.map(({ ms }) => ms)), units: medianOf(measured.map(({ units }) => units)) };
    };

    return [
      row('unit: node -e "require(\'cdktf\')"', UNIT),
      row('cold synth of two clusters: node lib/stacks/main.js', ['node', 'lib/stacks/main.js'], () => {
        rmSync(join(cwd, 'cdktf.out'), { recursive: true, force: true });
      }),
      row('the same with the check for changes: node scripts/synth.js', ['node', 'scripts/synth.js']),
      row('the same through npm: npm run synth', ['npm', 'run', '--silent', 'synth']),
      row('a value changed in a .yaml, synth again', ['node', 'scripts/synth.js'], (run) => {
        change(join(cwd, 'stacks/clusters/homelab-tofu.yaml'), /memoryMiB: 8\d{3}/, `memoryMiB: ${8192 + run}`);
      }),
      row('a value changed in a .ts, type-checked, synth again', ['node', 'scripts/synth.js'], (run) => {
        change(join(cwd, 'stacks/clusters/blog-cluster.ts'), /memoryMiB: 2\d{3}/, `memoryMiB: ${2048 + run}`);
      }),
      row(
        'cold synth of two clusters that were never judged: node lib/stacks/main.js',
        ['node', 'lib/stacks/main.js'],
        () => {
          rmSync(join(cwd, 'cdktf.out'), { recursive: true, force: true });
          rmSync(judged, { recursive: true, force: true });
        },
      ),
    ];
  });
}

/**
 * @param {string} file
 * @param {RegExp} from
 * @param {string} to
 */
function change(file, from, to) {
  const text = readFileSync(file, 'utf8');
  if (!from.test(text)) throw new Error(`${file} holds nothing like ${String(from)}`);
  writeFileSync(file, text.replace(from, to));
}

module.exports = { measureApp };
