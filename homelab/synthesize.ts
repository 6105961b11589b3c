import { mkdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { App } from 'cdktf';
import { disableCreationStacks } from '../src/app/creation-stacks';
import type { ClusterModel } from '../src/model/cluster-model';
import { ClusterStack } from '../src/stack/cluster-stack';
import { projectRoot } from './project-root';

/**
 * Writes the stack of a cluster into a project that is not this one, where the app would write it in this one: paths in
 * it lead to the state and the files of that project.
 *
 * @param project directory, which need not exist
 * @returns directory of the stack
 */
export function synthesize(model: ClusterModel, project: string): string {
  if (!relative(projectRoot, project).startsWith(`..${sep}`)) {
    throw new Error(`${project} lies in the project, whose stacks are its user's; write a directory outside`);
  }
  disableCreationStacks();
  const outdir = join(project, 'cdktf.out');
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  new ClusterStack(app, model.name, { model });
  app.synth();
  return join(outdir, 'stacks', model.name);
}
