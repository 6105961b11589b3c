// @ts-check
'use strict';

// Run in a process of its own, as peak memory is counted for a process:
//   node bench/measure-scale.js <machines in a cluster> <clusters>
// Prints what parsing, constructing and synthesizing take, and the same resources with the framework alone.

const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const lib = join(__dirname, '..', 'lib');
require(join(lib, 'stacks/lean-start')).startLean();
const { App } = require('cdktf');
const { ClusterStack } = require(join(lib, 'stacks/cluster-stack'));
const { parseClusterSpec } = require(join(lib, 'src/model/parse-cluster-spec'));
const { readClusterFile } = require(join(lib, 'src/spec/yaml-source'));
const { clusterFile } = require('./clusters');
const { bareSynth } = require('./bare-synth');

const machines = Number(process.argv[2]);
const clusters = Number(process.argv[3]);
const directory = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  process.stdout.write(JSON.stringify(measure()));
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function measure() {
  const files = Array.from({ length: clusters }, (_, number) => {
    const file = join(directory, `cluster-${number}.yaml`);
    writeFileSync(file, clusterFile(`cluster-${number}`, machines, number));
    return file;
  });

  const parse = timed(() => files.map((file) => parseClusterSpec(readClusterFile(file).spec, { directory })));
  const construct = timed(() => {
    const app = new App({ outdir: join(directory, 'out'), stackTraces: false });
    for (const model of parse.result) new ClusterStack(app, model.name, { model });
    return app;
  });
  const synth = timed(() => construct.result.synth());
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);

  const stacks = parse.result.map(({ name }) => ({ name, config: readStack(name) }));
  const bare = bareSynth(stacks, join(directory, 'bare'));
  const { resources } = bare;
  return {
    resources,
    parseMs: parse.ms,
    constructMs: construct.ms,
    synthMs: synth.ms,
    bareMs: bare.constructMs + bare.synthMs,
    peakMiB,
  };
}

/** @param {string} name */
function readStack(name) {
  return JSON.parse(readFileSync(join(directory, 'out', 'stacks', name, 'cdk.tf.json'), 'utf8'));
}

/**
 * @template T
 * @param {() => T} work
 * @returns {{ result: T, ms: number }}
 */
function timed(work) {
  const start = performance.now();
  const result = work();
  return { result, ms: performance.now() - start };
}
