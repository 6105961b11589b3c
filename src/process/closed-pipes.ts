import { outputNotWritten } from './faults';
import { reasonOf } from './system-error';

const STREAMS = [process.stdout, process.stderr];

/** Exit code of a program that cannot say what it has to say. */
const FAILED = 2;

/**
 * Lets the process outlive a reader that has had enough, such as `head`: what is written after that is for nobody, and what
 * the process does is done to its end. Where output cannot be written for another reason, such as a full disk, the process
 * ends. For the main program, once.
 */
export function surviveClosedPipes(): void {
  for (const stream of STREAMS) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (stream === process.stdout) process.stderr.write(`${outputNotWritten(reasonOf(error))}\n`);
      process.exit(FAILED);
    });
  }
}
