const STREAMS = [process.stdout, process.stderr];

/**
 * Lets the process outlive a reader that has had enough, such as `head`: what is written after that is for nobody, and what
 * the process does is done to its end. For the main program, once.
 */
export function surviveClosedPipes(): void {
  for (const stream of STREAMS) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
