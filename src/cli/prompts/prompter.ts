import { inputEnded, promptCancelled } from '../../errors/init';
import { CommandError } from '../command-error';
import { signalExitCode } from '../../process/signals';
import type { Choice } from '../../scaffold/questions';

/** A prompt that is not answered leaves the cursor hidden. */
const SHOW_CURSOR = '\u001b[?25h';

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
 * @throws {CommandError} if the person gives up, or the terminal goes away
 */
export async function ask(prompt: Prompt): Promise<string> {
  const end = endOfInput();
  try {
    return await Promise.race([answerTo(prompt), end.reached]);
  } finally {
    end.forget();
  }
}

/** Nothing tells when a prompt can get no answer any more: all that is known is that the process has nothing left to do. */
function endOfInput(): { readonly reached: Promise<never>; readonly forget: () => void } {
  const listening: { listener: () => void } = { listener: () => undefined };
  const reached = new Promise<never>((_, reject) => {
    listening.listener = () => {
      process.stdout.write(SHOW_CURSOR);
      reject(new CommandError(inputEnded()));
    };
    process.once('beforeExit', listening.listener);
  });
  return { reached, forget: () => process.off('beforeExit', listening.listener) };
}

async function answerTo({ text, fallback, choices, several, refusal }: Prompt): Promise<string> {
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
