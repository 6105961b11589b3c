import { promptCancelled } from '../../errors/init';
import { CommandError } from '../command-error';
import { signalExitCode } from '../../process/signals';
import type { Choice } from '../../scaffold/questions';

/** A question as a terminal shows it. */
export interface Prompt {
  /** The question. */
  readonly text: string;
  /** Answer of whoever only presses Enter. */
  readonly fallback: string;
  /** Answers to choose from; any text may be typed if there is none. */
  readonly choices: readonly Choice[];
  /** True if several may be chosen. */
  readonly several: boolean;
  /** Says why an answer is refused; nothing if it is accepted. */
  readonly refusal: (answer: string) => string | undefined;
}

/**
 * Asks a person on the terminal.
 *
 * @throws {CommandError} if the person gives up
 */
export async function ask({ text, fallback, choices, several, refusal }: Prompt): Promise<string> {
  // loaded only where somebody is asked
  const clack = await import('@clack/prompts');
  const options = choices.map(({ value, hint }) => ({ value, label: value, hint }));
  const message = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  const answer =
    options.length === 0
      ? await clack.text({
          message,
          placeholder: fallback,
          defaultValue: fallback,
          validate: (typed) => refusal(typed === '' ? fallback : typed),
        })
      : several
        ? await clack.multiselect({ message, options, initialValues: fallback.split(','), required: true })
        : await clack.select({ message, options, initialValue: fallback });
  if (clack.isCancel(answer)) throw new CommandError(promptCancelled(), signalExitCode('SIGINT'));
  return Array.isArray(answer) ? answer.join(',') : answer;
}
