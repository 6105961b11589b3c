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
  /** The text of a file that remembers where machines of pools are. */
  readonly placementText: (typeof import('../app/placement-files'))['placementText'];
  /** Hosts of the machines in a state. */
  readonly hostsInState: (typeof import('../app/placement-files'))['hostsInState'];
}

/** Loads the app, and the framework with it, which most commands do without. */
export function loadApp(): LoadedApp {
  startLean();
  const load = createRequire(__filename);
  const { printSynth } = load('../app/app') as typeof import('../app/app');
  const { checkProject } = load('../app/check-project') as typeof import('../app/check-project');
  const { findClusterFile } = load('../app/cluster-files') as typeof import('../app/cluster-files');
  const { hostsInState, placementText } = load('../app/placement-files') as typeof import('../app/placement-files');
  return { printSynth, checkProject, findClusterFile, hostsInState, placementText };
}
