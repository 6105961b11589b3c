import { createInterface } from 'node:readline';

/**
 * Asks a person on the terminal.
 *
 * @returns whether the answer is yes, written out; anything else, and no answer, is no
 */
export function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    terminal.on('SIGINT', () => terminal.close());
    terminal.on('close', () => resolve(false));
    terminal.question(question, (answer) => {
      resolve(answer.trim() === 'yes');
      terminal.close();
    });
  });
}
