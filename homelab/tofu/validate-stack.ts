import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Toolchain } from '../../scripts/toolchain/provide';
import type { Diagnostic } from '../../src/plan/read/diagnostic';
import { jsonDiagnostics, validateDiagnostics } from '../../src/plan/read/json-diagnostics';
import { useLocalBackend } from './overrides';
import { runTofu, type TofuRun } from './run-tofu';

/** It comes with every mirror that is not a registry; it says nothing about a stack. */
const ABOUT_THE_MIRROR = 'Incomplete lock file information for providers';

/**
 * The errors and warnings of `tofu init` and then `tofu validate`.
 *
 * @param directory of the stack, which must be a copy: OpenTofu writes into it
 * @returns none for a stack without fault and warning
 */
export async function validateStack(toolchain: Toolchain, directory: string): Promise<readonly Diagnostic[]> {
  useLocalBackend(directory);
  const variables = placeholders(directory);
  const init = await runTofu(toolchain, directory, ['init', '-json'], variables);
  const said = jsonDiagnostics(init.output).filter(({ summary }) => summary !== ABOUT_THE_MIRROR);
  if (init.exitCode !== 0) return said.length > 0 ? said : [unreadable('init', init)];
  const validate = await runTofu(toolchain, directory, ['validate', '-json'], variables);
  return [...said, ...(validateDiagnostics(validate.output) ?? [unreadable('validate', validate)])];
}

/** The input variables of a stack. */
interface StackFile {
  readonly variable?: Readonly<Record<string, { readonly type?: string; readonly default?: unknown }>>;
}

/** Values for the variables that have none: encryption takes its passphrase from one while it initialises. */
function placeholders(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory).filter((name) => /\.(tf|tofu)\.json$/.test(name));
  const variables = files.flatMap((file) => {
    const { variable = {} } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as StackFile;
    return Object.entries(variable);
  });
  return Object.fromEntries(
    variables
      .filter(([, { type, default: value }]) => type === 'string' && value === undefined)
      .map(([name]) => [name, `placeholder-for-${name}`]),
  );
}

function unreadable(command: string, { exitCode, output }: TofuRun): Diagnostic {
  return { severity: 'error', summary: `tofu ${command} ended with ${exitCode}`, detail: output };
}
