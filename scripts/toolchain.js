// @ts-check
'use strict';

const { runCommand, tell } = require('./lib/command');
const { cacheDirectory } = require('./toolchain/cache');
const { provideEverything, provideHomelabKit } = require('./toolchain/provide');

const PROGRAMS = /** @type {const} */ (['tofu', 'simulator', 'apiserver', 'etcd', 'judge']);

/** Makes everything; `--print <program>` prints the path of one program on standard output. */
void runCommand(() => {
  const wanted = wantedProgram(process.argv.slice(2));
  const start = performance.now();
  const programs = provideEverything(tell);
  // with real providers there is none, and what is wanted of one program needs none
  if (wanted === undefined && programs.apiserver !== undefined && !process.env['CDKTF_PROXMOX_TALOS_PROVIDERS']) {
    tell(`homelab of installed packages: ${provideHomelabKit()}`);
  }
  tell(`toolchain: ready in ${((performance.now() - start) / 1000).toFixed(1)} s, cache ${cacheDirectory()}`);
  if (wanted === undefined) return;
  const path = programs[wanted];
  if (path === undefined) throw new Error(`${wanted} must be built, and Go is not installed`);
  process.stdout.write(`${path}\n`);
});

/** @param {readonly string[]} args */
function wantedProgram(args) {
  const [option, name] = args;
  if (option === undefined) return undefined;
  const wanted = PROGRAMS.find((program) => program === name);
  if (option !== '--print' || wanted === undefined || args.length > 2) {
    throw new Error(
      `npm run toolchain has the option --print with one of ${PROGRAMS.join(', ')}; got ${args.join(' ')}`,
    );
  }
  return wanted;
}
