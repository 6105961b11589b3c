// @ts-check
'use strict';

const { runCommand, tell } = require('./lib/command');
const { cacheDirectory } = require('./toolchain/cache');
const { provideToolchain } = require('./toolchain/provide');

void runCommand(() => {
  const start = performance.now();
  provideToolchain(tell);
  tell(`toolchain: ready in ${((performance.now() - start) / 1000).toFixed(1)} s, cache ${cacheDirectory()}`);
});
