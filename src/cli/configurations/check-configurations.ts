import { findJudge } from '../../app/talos-judge';
import { configurationsRefused } from '../../errors/judge-stack';
import { isFields } from '../../machine-config/fields';
import { CommandError, EXIT } from '../command-error';
import { judgeStacks, type SynthesizedStack } from './judge-stack';

/** Where configurations are checked, and where the result is printed. */
export interface CheckOptions {
  /** Full path of the project, in which the judge is looked for first. */
  readonly projectDirectory: string;
  /** Environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called with each warning, and with a line for everything that was not checked. */
  readonly tell: (line: string) => void;
}

/**
 * Has Talos' judge check the machine configurations of synthesized stacks, all in one process. Without a judge, or with one
 * that fails, nothing is checked, and a line says so.
 *
 * @throws {CommandError} with everything that is refused; in CI also if there is no judge
 */
export function checkConfigurations(stacks: readonly SynthesizedStack[], options: CheckOptions): void {
  const configured = stacks.filter(({ stack }) => hasConfigurations(stack));
  if (configured.length === 0) return;
  const { projectDirectory, environment, tell } = options;
  const judge = findJudge(projectDirectory);
  const { ask, talosVersion = '' } = judge;
  const { faults, warnings } =
    ask === undefined ? { faults: [], warnings: [] } : judgeStacks(configured, ask, talosVersion);
  for (const warning of warnings) tell(`warning: ${warning}`);
  const missing = judge.faultInCi(environment);
  if (missing === undefined && judge.unchecked !== undefined) tell(judge.unchecked);
  if (faults.length > 0) throw new CommandError(configurationsRefused(faults), EXIT.refused);
  if (missing !== undefined) throw new CommandError(missing);
}

function hasConfigurations(stack: object): boolean {
  const { data } = stack as { readonly data?: unknown };
  return isFields(data) && data.talos_machine_configuration !== undefined;
}
