// @ts-check
'use strict';

const { mkdirSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { projectRoot } = require('../lib/paths');

/** @typedef {import('../../src/model').ClusterModel} ClusterModel */

/**
 * Writes the stack of a cluster into a project that is not this one, where the app would write it in this one: paths in
 * it lead to the state and the files of that project.
 *
 * @param {ClusterModel} model
 * @param {string} project directory, which need not exist
 * @returns {string} directory of the stack
 */
function synthesize(model, project) {
  if (!relative(projectRoot, project).startsWith(`..${sep}`)) {
    throw new Error(`${project} lies in the project, whose stacks are its user's; write a directory outside`);
  }
  const lib = join(projectRoot, 'lib', 'src');
  const { App } = require('cdktf');
  const { disableCreationStacks } = require(join(lib, 'app', 'creation-stacks'));
  disableCreationStacks();
  const { ClusterStack } = require(join(lib, 'stack', 'cluster-stack'));
  const outdir = join(project, 'cdktf.out');
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  new ClusterStack(app, model.name, { model });
  app.synth();
  return join(outdir, 'stacks', model.name);
}

module.exports = { synthesize };
