import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writing } from '../process/file-writing';
import { onSignals, signalExitCode } from '../process/signals';

/** A plan holds every secret of a stack: only its owner may read the file. */
const OWNER_ONLY = 0o600;

/**
 * Lends a file for a plan, and removes it whatever happens: also when the work fails, or a signal ends the process.
 *
 * @param isBusy whether a program is at work that a signal shall end in its own way
 * @param work is told the path of an empty file
 * @throws what `work` throws
 */
export async function withPlanFile<T>(isBusy: () => boolean, work: (path: string) => Promise<T>): Promise<T> {
  const directory = writing(tmpdir(), () => mkdtempSync(join(tmpdir(), 'plan-')));
  const path = join(directory, 'plan.tfplan');
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const ignore = onSignals((signal) => {
    if (!isBusy()) process.exit(signalExitCode(signal));
  });
  process.on('exit', remove);
  try {
    // OpenTofu keeps the mode of a file that is there
    writing(path, () => writeFileSync(path, '', { mode: OWNER_ONLY }));
    return await work(path);
  } finally {
    ignore();
    process.off('exit', remove);
    remove();
  }
}
