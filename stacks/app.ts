import { join, relative, resolve } from 'node:path';

import { App, TerraformResource } from 'cdktf';

import { hclUnsupported, nothingWritten, stackRemoved } from '../src/errors/stacks';
import { ClusterFilesError, describeClusters } from './cluster-files';
import { ClusterStack } from './cluster-stack';
import { replaceSynthOutput, SynthOutputError } from './synth-output';

/** The app: one stack for each cluster file of the project that it is started in. */
export function runApp(): void {
  const projectDirectory = process.cwd();
  const directory = resolve(process.env.CDKTF_OUTDIR ?? 'cdktf.out');
  const names = selectedNames();
  const stacks: ClusterStack[] = [];
  const shown = (path: string): string => relative(projectDirectory, path) || '.';

  try {
    if (process.env.SYNTH_HCL_OUTPUT === 'true') throw new ClusterFilesError([hclUnsupported()]);
    const clusters = describeClusters({ projectDirectory, names });
    const outcome = replaceSynthOutput({
      directory,
      projectDirectory,
      complete: names.length === 0,
      synthesize: (fresh) => {
        const app = new App({ outdir: fresh, stackTraces: false });
        const projectPath = relative(join(directory, 'stacks', 'any'), projectDirectory);
        for (const { model } of clusters) stacks.push(new ClusterStack(app, model.name, { model, projectPath }));
        app.synth();
      },
    });
    // the framework's command line tells the warnings of the manifest itself
    if (process.env.CDKTF_CONTEXT_JSON === undefined) {
      outcome.warnings.forEach((warning) => process.stderr.write(`warning: ${warning}\n`));
    }
    process.stdout.write(summary(stacks, outcome.unchanged, (name) => shown(join(directory, 'stacks', name))));
    for (const { name, remoteBackend } of outcome.removed) {
      process.stdout.write(`${stackRemoved(shown(join(directory, 'stacks', name)), remoteBackend)}\n`);
    }
  } catch (error) {
    const faults = faultsOf(error);
    process.stderr.write(`${faults.join('\n')}\n${nothingWritten(faults.length, shown(directory))}\n`);
    process.exitCode = 1;
  }
}

/** Names of clusters or cluster files: the arguments, else `CLUSTERS=a,b`, else none, which means all. */
function selectedNames(): readonly string[] {
  const given = process.argv.slice(2);
  const listed = (process.env.CLUSTERS ?? '').split(',').map((name) => name.trim());
  return (given.length > 0 ? given : listed).filter((name) => name !== '');
}

/** A line for each fault; a fault of the program itself comes with its stack. */
function faultsOf(error: unknown): readonly string[] {
  if (error instanceof ClusterFilesError || error instanceof SynthOutputError) return error.faults;
  if (!(error instanceof Error)) return [String(error)];
  return [error.name === 'Error' ? error.message : (error.stack ?? error.message)];
}

function summary(
  stacks: readonly ClusterStack[],
  unchanged: readonly string[],
  path: (name: string) => string,
): string {
  const rows = stacks.map((stack) => {
    const name = stack.node.id;
    const resources = stack.node.findAll().filter((construct) => TerraformResource.isTerraformResource(construct));
    return [
      name,
      `${stack.nodes.length} ${stack.nodes.length === 1 ? 'machine' : 'machines'}`,
      `${resources.length} resources`,
      unchanged.includes(name) ? `${path(name)} (unchanged)` : path(name),
    ];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('');
}
