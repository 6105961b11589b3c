import { createInterface } from 'node:readline';

/**
 * Asks a person on the terminal.
 *
 * @param wanted the only answer that is consent
 * @returns whether that is the answer, written out; anything else, and no answer, is no
 */
export function confirm(question: string, wanted = 'yes'): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    terminal.on('SIGINT', () => terminal.close());
    terminal.on('close', () => resolve(false));
    terminal.question(question, (answer) => {
      resolve(answer.trim() === wanted);
      terminal.close();
    });
  });
}
