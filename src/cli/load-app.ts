import { createRequire } from 'node:module';
import { startLean } from '../app/lean-start';

/** The app, as far as the command line uses it. */
export interface LoadedApp {
  /** Writes stacks into the project. */
  readonly printSynth: (typeof import('../app/app'))['printSynth'];
  /** Looks at stacks without writing them. */
  readonly checkProject: (typeof import('../app/check-project'))['checkProject'];
  /** Reads the file of a cluster without checking it. */
  readonly findClusterFile: (typeof import('../app/cluster-files'))['findClusterFile'];
}

/** Loads the app, and the framework with it, which most commands do without. */
export function loadApp(): LoadedApp {
  startLean();
  const load = createRequire(__filename);
  const { printSynth } = load('../app/app') as typeof import('../app/app');
  const { checkProject } = load('../app/check-project') as typeof import('../app/check-project');
  const { findClusterFile } = load('../app/cluster-files') as typeof import('../app/cluster-files');
  return { printSynth, checkProject, findClusterFile };
}
