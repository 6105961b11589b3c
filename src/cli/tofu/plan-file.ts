import { PrivateFile } from '../../process/private-file';
import { onSignals, signalExitCode } from '../../process/signals';

/**
 * Lends a file for a plan, which holds every secret of a stack, and removes it whatever happens: also when the work fails, or
 * a signal ends the process.
 *
 * @param isBusy if a program is running that ends in its own way at a signal
 * @param work gets the path of an empty file that only its owner can read
 * @throws what `work` throws
 */
export async function withPlanFile<T>(isBusy: () => boolean, work: (path: string) => Promise<T>): Promise<T> {
  const ignore = onSignals((signal) => {
    if (!isBusy()) process.exit(signalExitCode(signal));
  });
  try {
    const file = new PrivateFile('plan-', 'plan.tfplan');
    try {
      return await work(file.path);
    } finally {
      file.remove();
    }
  } finally {
    ignore();
  }
}
