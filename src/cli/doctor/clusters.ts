import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterFilesError, type ReadClustersOptions } from '../../app/cluster-files';
import type { SynthesizedProject } from '../../app/synth';
import { clusterHealthy } from '../../errors/cli';
import { addressFindings, type ClusterAddresses } from '../../preflight/address-findings';
import { clockFindings } from '../../preflight/clock-findings';
import { readClocks } from '../../preflight/clocks';
import { joinObservations } from '../../preflight/observation';
import { preflightStack } from '../../preflight/preflight';
import type { ClusterStack } from '../../stack/cluster-stack';
import { CommandError } from '../command-error';
import { loadApp } from '../load-app';
import { sortTofuArguments } from '../tofu/arguments';
import { findStackDirectory, type StackDirectory } from '../tofu/stack-directory';
import { checkVariables, type Environment, tofuEnvironment } from '../tofu/variables';
import { type Finding, findingsOf } from './finding';
import { bashFinding } from './programs';
import { lookAtState } from './state';

/** Which clusters are looked at, and with which variables. */
export interface ClustersOptions extends ReadClustersOptions {
  /** Full path of the output directory of synth: files of values may lie beside the stacks in it. */
  readonly output: string;
  /**
   * OpenTofu, which reads states.
   * @default - there is none that can be used
   */
  readonly tofu?: string;
  /** Environment of the process. */
  readonly environment: Environment;
}

/** Looks at cluster files, and at everything outside that their stacks need. Nothing is changed. */
export async function clusterFindings(options: ClustersOptions): Promise<readonly Finding[]> {
  const { output, environment, tofu, ...selection } = options;
  try {
    return await loadApp().checkProject(selection, async (project, directory) => {
      const stacks = project.clusters.map((cluster): LookedAt => {
        const found = findStackDirectory(directory, cluster.model.name);
        return { cluster, directory: found, output, tofu, ...environmentOf(found, environment) };
      });
      const [clocks, ...found] = await Promise.all([
        readClocks(stacks.map(({ directory: { stack }, environment: ofTofu }) => ({ stack, environment: ofTofu }))),
        ...stacks.map(stackFindings),
      ]);
      const usesBash = stacks.some((stack) => JSON.stringify(stack.directory.stack).includes('"interpreter":["bash"'));
      return [
        ...(usesBash ? [bashFinding(environment)] : []),
        ...projectFindings(project),
        ...findingsOf('clocks', clockFindings(clocks)),
        ...found.flat(),
      ];
    });
  } catch (error) {
    if (!(error instanceof ClusterFilesError)) throw error;
    return findingsOf('cluster files', { errors: error.faults });
  }
}

function projectFindings({ warnings, unchecked }: SynthesizedProject): readonly Finding[] {
  return [
    ...findingsOf('cluster files', { warnings }),
    ...findingsOf("Talos' judge", { warnings: unchecked === undefined ? [] : [unchecked] }),
  ];
}

/** A cluster with what it takes to look at it. */
interface LookedAt {
  readonly cluster: ClusterStack;
  readonly directory: StackDirectory;
  /** Full path of the output directory of synth. */
  readonly output: string;
  /** Of OpenTofu. */
  readonly environment: Environment;
  readonly tofu: string | undefined;
  /** Why secrets of files cannot be had. */
  readonly undecrypted: readonly string[];
}

function environmentOf(found: StackDirectory, environment: Environment): Pick<LookedAt, 'environment' | 'undecrypted'> {
  try {
    return { environment: tofuEnvironment(found, environment), undecrypted: [] };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { environment: tofuEnvironment(found, environment, () => ({})), undecrypted: [error.message] };
  }
}

async function stackFindings({
  cluster,
  directory,
  output,
  environment,
  tofu,
  undecrypted,
}: LookedAt): Promise<readonly Finding[]> {
  const [{ refusals, notes, unchecked, present }, state] = await Promise.all([
    preflightStack(directory.stack, environment),
    lookAtState(directory, tofu, environment),
  ]);
  const addresses = await addressFindings({ ...addressesOf(cluster), present, isApplied: state.isApplied });
  const errors = [
    ...undecrypted,
    ...missingVariables(directory, output, environment),
    ...refusals.map(({ message }) => message),
  ];
  const all = joinObservations([{ errors, warnings: notes, unknown: unchecked }, state.found, addresses]);
  const isHealthy = [all.errors, all.warnings, all.unknown].every(({ length }) => length === 0);
  const summary = isHealthy ? [clusterHealthy(cluster.nodes.length)] : [];
  return findingsOf(directory.cluster, { ...all, fine: [...all.fine, ...summary] });
}

function addressesOf({ model, nodes }: ClusterStack): Omit<ClusterAddresses, 'present' | 'isApplied'> {
  const virtual = new Set(model.nodes.filter(({ vm }) => vm !== undefined).map(({ name }) => name));
  const { vip, clusterEndpoint } = model.cluster;
  return {
    machines: nodes.map(({ hostname, address, machineType }) => ({
      name: hostname,
      address,
      isVirtual: virtual.has(hostname),
      isControlPlane: machineType === 'controlplane',
    })),
    clusterEndpoint,
    ...(vip !== undefined && { vip }),
  };
}

/** Variables without a value; files of values lie beside the stack as it was synthesized, if it was. */
function missingVariables(directory: StackDirectory, output: string, environment: Environment): readonly string[] {
  const synthesized = join(output, 'stacks', directory.cluster);
  const path = existsSync(synthesized) ? synthesized : directory.path;
  try {
    checkVariables({ ...directory, path }, environment, sortTofuArguments([]));
    return [];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [error.message];
  }
}
