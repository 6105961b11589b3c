import { Command, CommanderError, type Option } from 'commander';
import { tofuOptionBeforeDashes, valueEmpty } from '../errors/cli';
import { surviveClosedPipes } from '../process/closed-pipes';
import { loadEnvFile } from '../process/env-file';
import type { CommandDefinition } from './command-definition';
import { CommandError, EXIT } from './command-error';
import { access } from './commands/access';
import { apply } from './commands/apply';
import { completion } from './commands/completion';
import { diagram } from './commands/diagram';
import { diff } from './commands/diff';
import { destroy } from './commands/destroy';
import { doctor } from './commands/doctor';
import { example } from './commands/example';
import { explain } from './commands/explain';
import { images } from './commands/images';
import { init } from './commands/init';
import { kubeconfig } from './commands/kubeconfig';
import { placement } from './commands/placement';
import { plan } from './commands/plan';
import { schema } from './commands/schema';
import { schematic } from './commands/schematic';
import { synth } from './commands/synth';
import { talosconfig } from './commands/talosconfig';
import { tryCommand } from './commands/try';
import { validate } from './commands/validate';
import { print, tell } from './output';
import { packageVersion } from '../process/package-file';
import { type ProgramHost, PUBLISHED } from './program-host';
import { findTofuOption } from './tofu/arguments';

/** Every command, in the order of the help. */
const COMMANDS: readonly CommandDefinition[] = [
  init,
  validate,
  tryCommand,
  synth,
  diff,
  plan,
  apply,
  destroy,
  kubeconfig,
  talosconfig,
  doctor,
  access,
  schematic,
  images,
  diagram,
  placement,
  explain,
  example,
  schema,
  completion,
];

/**
 * Runs the command line.
 *
 * @param args without those of Node
 * @returns exit code
 */
export async function runProgram(args: readonly string[], host: ProgramHost = PUBLISHED): Promise<number> {
  surviveClosedPipes();
  const ended = { exitCode: EXIT.ok as number };
  try {
    const warning = loadEnvFile(process.cwd(), process.env);
    if (warning !== undefined) tell(warning);
    const program = programOf(host, (exitCode) => {
      ended.exitCode = exitCode;
    });
    const misplaced = findTofuOption(args.slice(0, args.includes('--') ? args.indexOf('--') : args.length));
    if (misplaced !== undefined) throw new CommandError(tofuOptionBeforeDashes(misplaced));
    await program.parseAsync([...args], { from: 'user' });
    return ended.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
    tell(messageOf(error));
    return error instanceof CommandError ? error.exitCode : EXIT.failed;
  }
}

function programOf(host: ProgramHost, end: (exitCode: number) => void): Command {
  const program = new Command('cdktf-proxmox-talos')
    .exitOverride()
    .showHelpAfterError()
    .configureHelp({ subcommandTerm: (command) => command.name() });
  program.option('-V, --version', 'print the version of the package').on('option:version', () => {
    print(packageVersion());
    throw new CommanderError(EXIT.ok, 'version', '');
  });
  for (const { name, description, options, run } of COMMANDS) {
    const command = options(program.command(name), host).description(description);
    command.action(async () => {
      refuseEmpty(command);
      end(await run(command, host));
    });
  }
  return program;
}

/** A place that is empty is mostly that of a variable that is not set, and would be read as the working directory. */
function refuseEmpty(command: Command): void {
  const isPlace = ({ flags }: Option): boolean => /<(?:directory|path)>|^--output /.test(flags);
  const isGiven = (option: Option): boolean => command.getOptionValueSource(option.attributeName()) === 'cli';
  const option = command.options.find(
    (each) => isPlace(each) && isGiven(each) && command.getOptionValue(each.attributeName()) === '',
  );
  if (option !== undefined) throw new CommandError(valueEmpty(option.flags));
  const argument = command.registeredArguments.find(
    (each, index) => each.name() === 'directory' && command.processedArgs[index] === '',
  );
  if (argument !== undefined) throw new CommandError(valueEmpty(`<${argument.name()}>`));
}

/** A sentence of ours; a fault of the program itself comes with its stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error instanceof CommandError ? error.message : (error.stack ?? error.message);
}
