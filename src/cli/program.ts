import { Command, CommanderError } from 'commander';
import { surviveClosedPipes } from '../process/closed-pipes';
import { tofuOptionBeforeDashes } from '../errors/cli';
import { CommandError, EXIT } from './command-error';
import { findTofuOption } from './tofu-arguments';
import { applyCommand, planCommand } from './commands';
import { type Credentials, credentialsCommand, KUBECONFIG, TALOSCONFIG } from './credentials';
import type { GuardedPlanOptions } from './guarded-plan';
import { shellWord } from '../values/shell-word';

interface CredentialsParsed {
  readonly advice?: boolean;
  readonly file: string;
  readonly output: string;
  readonly tofu: string;
}

interface ParsedOptions {
  readonly accept: readonly string[];
  readonly advice?: boolean;
  readonly destroy?: true;
  readonly json?: true;
  readonly output: string;
  readonly tofu: string;
  readonly verbose?: true;
  readonly yes?: true;
}

/** Commands that a person is told to go on with. */
export type FollowingCommand = 'apply' | 'kubeconfig' | 'talosconfig';

/** A stack that is about to be looked at. */
export interface PreparedStack {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Output directory of synth. */
  readonly output: string;
  /** If advice on habits and style is printed too. */
  readonly advice: boolean;
}

/** What starts the command line, if it is not the published command. */
export interface ProgramHost {
  /**
   * Brings the stack up to date before it is looked at.
   * @default - the stack is as synth left it
   */
  readonly prepare?: (stack: PreparedStack) => void;
  /**
   * How a person gives a command, without its options.
   *
   * @param words the cluster, and what else is told the command
   */
  readonly commandLine: (command: FollowingCommand, words: readonly string[]) => string;
}

const PUBLISHED: ProgramHost = {
  commandLine: (command, words) => ['npx cdktf-proxmox-talos', command, ...words].join(' '),
};

const EXIT_CODES = `
exit codes: 0 the plan is allowed, or applied; 1 the guard refuses it; 2 anything else
secrets may stand in the environment under their plain names: PROXMOX_MAIN_API_TOKEN for proxmox_main_api_token`;

/**
 * Runs the command line.
 *
 * @param args without those of Node
 * @returns exit code
 */
export async function runProgram(args: readonly string[], host: ProgramHost = PUBLISHED): Promise<number> {
  surviveClosedPipes();
  const ended = { exitCode: EXIT.ok as number };
  const program = programOf(host, (exitCode) => {
    ended.exitCode = exitCode;
  });
  try {
    const misplaced = findTofuOption(args.slice(0, args.includes('--') ? args.indexOf('--') : args.length));
    if (misplaced !== undefined) throw new CommandError(tofuOptionBeforeDashes(misplaced));
    await program.parseAsync([...args], { from: 'user' });
    return ended.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
    const isOurs = error instanceof CommandError;
    process.stderr.write(`${messageOf(error)}\n`);
    return isOurs ? error.exitCode : EXIT.failed;
  }
}

function programOf(host: ProgramHost, end: (exitCode: number) => void): Command {
  const program = new Command('cdktf-proxmox-talos').exitOverride().showHelpAfterError();
  withOptions(host, program.command('plan'))
    .description('plan a cluster, and explain what would happen to its machines, disks and quorum')
    .action(async (cluster: string, passed: readonly string[], parsed: ParsedOptions, command: Command) => {
      end(await planCommand(prepared(host, { cluster, passed, parsed, command })));
    });
  withOptions(host, program.command('apply'))
    .description('plan and judge the same way, ask, and apply exactly that plan')
    .option('-y, --yes', 'apply what the guard allows without asking')
    .action(async (cluster: string, passed: readonly string[], parsed: ParsedOptions, command: Command) => {
      const options = prepared(host, { cluster, passed, parsed, command });
      end(await applyCommand({ ...options, yes: parsed.yes === true }));
    });
  for (const [name, credentials] of Object.entries({ kubeconfig: KUBECONFIG, talosconfig: TALOSCONFIG })) {
    withStackOptions(host, program.command(name), 'values of variables, such as -var name=value')
      .description(`write the ${name} of a cluster that was applied into a file that only you can read`)
      .option('--file <path>', 'file to write', name)
      .action(async (cluster: string, passed: readonly string[], parsed: CredentialsParsed) => {
        end(await credentialsOf(host, credentials, { cluster, passed, parsed }));
      });
  }
  return program;
}

interface Given<Parsed> {
  readonly cluster: string;
  readonly passed: readonly string[];
  readonly parsed: Parsed;
}

function credentialsOf(
  { prepare }: ProgramHost,
  credentials: Credentials,
  { cluster, passed, parsed: { output, tofu, file, advice = false } }: Given<CredentialsParsed>,
): Promise<number> {
  prepare?.({ cluster, output, advice });
  return credentialsCommand(credentials, { cluster, output, tofu, file, passed, environment: process.env });
}

/** The cluster, and where OpenTofu and its stack are. */
function withStackOptions({ prepare }: ProgramHost, command: Command, passed: string): Command {
  if (prepare !== undefined) command.option('--advice', 'print advice on habits and style too, while synthesizing');
  return command
    .argument('<cluster>', 'name of the cluster: its directory below cdktf.out/stacks')
    .argument('[tofu-options...]', `after --: ${passed}`)
    .option('--output <directory>', 'output directory of synth', environmentValue('CDKTF_OUTDIR', 'cdktf.out'))
    .option('--tofu <program>', 'path or name of OpenTofu', environmentValue('TERRAFORM_BINARY_NAME', 'tofu'));
}

function withOptions(host: ProgramHost, command: Command): Command {
  return withStackOptions(host, command, 'options of tofu plan, such as -target=ADDRESS or -var name=value')
    .option(
      '--accept <name>',
      'overrule what is refused because of this machine, or of the cluster; repeatable',
      add,
      [],
    )
    .option('--destroy', 'plan to destroy everything')
    .option('--json', 'print the verdict as JSON')
    .option('--verbose', 'show everything that OpenTofu prints; without it only its errors and warnings')
    .addHelpText('after', EXIT_CODES);
}

function add(name: string, names: readonly string[]): readonly string[] {
  return [...names, name];
}

function prepared(
  { prepare, commandLine }: ProgramHost,
  { cluster, passed, parsed, command }: Given<ParsedOptions> & { readonly command: Command },
): GuardedPlanOptions {
  const { accept, output, tofu, advice = false, destroy = false, json = false, verbose = false } = parsed;
  prepare?.({ cluster, output, advice });
  const words = [shellWord(cluster), ...givenOptions(command)];
  const files = givenFiles(passed);
  const lineOf = (following: FollowingCommand, tofuOptions: readonly string[] = []): string => {
    const all = [...files, ...tofuOptions];
    return commandLine(following, all.length === 0 ? words : [...words, '--', ...all]);
  };
  return {
    cluster,
    passed,
    accept,
    output,
    tofu,
    destroy,
    json,
    verbose,
    environment: process.env,
    applyCommand: (tofuOptions) => lineOf('apply', tofuOptions),
    kubeconfigCommand: lineOf('kubeconfig'),
    talosconfigCommand: lineOf('talosconfig'),
  };
}

/** Options of this command that the next one needs too, as a shell takes them. */
function givenOptions(command: Command): readonly string[] {
  return ['output', 'tofu'].flatMap((name) =>
    command.getOptionValueSource(name) === 'cli' ? [`--${name}`, shellWord(String(command.getOptionValue(name)))] : [],
  );
}

/** Files of values that the next command needs too; a value itself may be a secret. */
function givenFiles(passed: readonly string[]): readonly string[] {
  return passed.flatMap((argument, index) => {
    const match = /^--?var-file(?:=(.*))?$/s.exec(argument);
    const value = match === null ? undefined : (match[1] ?? passed[index + 1]);
    return value === undefined || value === '' ? [] : [shellWord(`-var-file=${value}`)];
  });
}

/** A variable of the environment; an empty one is as good as none. */
function environmentValue(name: string, otherwise: string): string {
  const value = process.env[name];
  return value === undefined || value === '' ? otherwise : value;
}

/** A sentence of ours; a fault of the program itself comes with its stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error instanceof CommandError ? error.message : (error.stack ?? error.message);
}
