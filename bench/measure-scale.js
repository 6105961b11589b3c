// @ts-check
'use strict';

// Run in a process of its own, as peak memory is counted for a process and code is fast once it has run:
//   node bench/measure-scale.js <machines in a cluster> <clusters> <directory for the output>
// Prints what parsing, constructing and synthesizing take, in milliseconds.

const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { clusterFile } = require('./clusters');

const lib = join(__dirname, '..', 'lib');
require(join(lib, 'src/app/lean-start')).startLean();
const { App } = require('cdktf');
const { ClusterStack } = require(join(lib, 'src/stack/cluster-stack'));
const { parseClusterSpec } = require(join(lib, 'src/model/parse-cluster-spec'));
const { readClusterFile } = require(join(lib, 'src/cluster-file/yaml-source'));

const [machines, clusters] = process.argv.slice(2, 4).map(Number);
const directory = process.argv[4] ?? '';

const files = Array.from({ length: clusters ?? 0 }, (_, number) => {
  const file = join(directory, `cluster-${number}.yaml`);
  writeFileSync(file, clusterFile(`cluster-${number}`, machines ?? 0, number));
  return file;
});

const start = performance.now();
const models = files.map((file) => parseClusterSpec(readClusterFile(file).spec, { directory }));
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
