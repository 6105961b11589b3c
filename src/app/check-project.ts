import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onSignals } from '../process/signals';
import type { ReadClustersOptions } from './cluster-files';
import { type SynthesizedProject, synthProject } from './synth';

/**
 * Reads, checks and synthesizes the selected cluster files as `synthProject` does, and writes nothing into the project.
 *
 * @param look called while the stacks lie in a directory that is removed afterwards
 * @throws {ClusterFilesError} with every fault of every selected file; in CI also if Talos' own library is not there
 */
export async function checkProject<T>(
  options: ReadClustersOptions,
  look: (project: SynthesizedProject, outputDirectory: string) => T | Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-proxmox-talos-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const ignore = onSignals((signal) => {
    remove();
    ignore();
    // it ends the process as it would have without a directory
    process.kill(process.pid, signal);
  });
  try {
    const outputDirectory = join(directory, 'cdktf.out');
    return await look(await synthProject({ ...options, outputDirectory, keepsPlacement: true }), outputDirectory);
  } finally {
    ignore();
    remove();
  }
}
