// @ts-check
'use strict';

// Run in a process of its own, as peak memory is counted for a process and code is fast once it has run:
//   node bench/measure-scale.js <machines in a cluster> <clusters> <directory for the output>
// It uses the library as it is published. Prints what parsing, constructing and synthesizing take, in milliseconds.

const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { clusterFile } = require('./clusters');

const lib = join(__dirname, '..', 'lib');
require(join(lib, 'src/app/lean-start')).startLean();
const { App } = require('cdktf');
const { readClusters } = require(join(lib, 'bundle/app'));
const { ClusterStack } = require(join(lib, 'bundle/stacks'));

const [machines, clusters] = process.argv.slice(2, 4).map(Number);
const directory = process.argv[4] ?? '';

for (let number = 0; number < (clusters ?? 0); number++) {
  const file = join(directory, `cluster-${number}.yaml`);
  writeFileSync(file, clusterFile(`cluster-${number}`, machines ?? 0, number));
}

const start = performance.now();
const models = readClusters({ projectDirectory: directory, clusterDirectory: '.' }).map(
  /** @param {{ model: import('../src/model/cluster-model').ClusterModel }} cluster */ ({ model }) => model,
);
const parsed = performance.now();
const app = new App({ outdir: join(directory, 'out'), stackTraces: false });
for (const model of models) new ClusterStack(app, model.name, { model });
const constructed = performance.now();
app.synth();
const synthesized = performance.now();

process.stdout.write(
  JSON.stringify({
    parseMs: parsed - start,
    constructMs: constructed - parsed,
    synthMs: synthesized - constructed,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
