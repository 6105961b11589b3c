import { Command, CommanderError } from 'commander';
import { CommandError, EXIT } from './command-error';
import { applyCommand, planCommand } from './commands';
import type { GuardedPlanOptions } from './guarded-plan';
import { talosconfigCommand } from './talosconfig';

interface TalosconfigParsed {
  readonly file: string;
  readonly output: string;
  readonly tofu: string;
}

interface ParsedOptions {
  readonly accept: readonly string[];
  readonly destroy?: true;
  readonly json?: true;
  readonly output: string;
  readonly tofu: string;
  readonly yes?: true;
}

/** What starts the command line, if it is not the published command. */
export interface ProgramHost {
  /** Brings the stack up to date before it is looked at. */
  readonly prepare: (stack: { readonly cluster: string; readonly output: string }) => void;
  /** How a person applies a cluster. */
  readonly applyCommand: (cluster: string) => string;
  /** How a person writes the talosconfig of a cluster into the working directory. */
  readonly talosconfigCommand: (cluster: string) => string;
}

const PUBLISHED: ProgramHost = {
  prepare: () => undefined,
  applyCommand: (cluster) => `cdktf-proxmox-talos apply ${cluster}`,
  talosconfigCommand: (cluster) => `npx cdktf-proxmox-talos talosconfig ${cluster}`,
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
  const ended = { exitCode: EXIT.ok as number };
  const program = programOf(host, (exitCode) => {
    ended.exitCode = exitCode;
  });
  try {
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
  withOptions(program.command('plan'))
    .description('plan a cluster, and say in words what becomes of its machines, disks and quorum')
    .action(async (cluster: string, passed: readonly string[], parsed: ParsedOptions) => {
      end(await planCommand(prepared(host, cluster, passed, parsed)));
    });
  withOptions(program.command('apply'))
    .description('plan and judge the same way, ask, and apply exactly that plan')
    .option('-y, --yes', 'apply what the guard allows without asking')
    .action(async (cluster: string, passed: readonly string[], parsed: ParsedOptions) => {
      end(await applyCommand({ ...prepared(host, cluster, passed, parsed), yes: parsed.yes === true }));
    });
  withStackOptions(program.command('talosconfig'), 'values of variables, such as -var name=value')
    .description('write the talosconfig of a cluster that was applied into a file that only you can read')
    .option('--file <path>', 'file to write', 'talosconfig')
    .action(async (cluster: string, passed: readonly string[], { output, tofu, file }: TalosconfigParsed) => {
      host.prepare({ cluster, output });
      end(await talosconfigCommand({ cluster, output, tofu, file, passed, environment: process.env }));
    });
  return program;
}

/** The cluster, and where OpenTofu and its stack are. */
function withStackOptions(command: Command, passed: string): Command {
  return command
    .argument('<cluster>', 'name of the cluster: its directory below cdktf.out/stacks')
    .argument('[tofu-options...]', `after --: ${passed}`)
    .option('--output <directory>', 'output directory of synth', environmentValue('CDKTF_OUTDIR', 'cdktf.out'))
    .option('--tofu <program>', 'path or name of OpenTofu', environmentValue('TERRAFORM_BINARY_NAME', 'tofu'));
}

function withOptions(command: Command): Command {
  return withStackOptions(command, 'options of tofu plan, such as -target=ADDRESS or -var name=value')
    .option(
      '--accept <name>',
      'overrule what is refused because of this machine, or of the cluster; repeatable',
      add,
      [],
    )
    .option('--destroy', 'plan to destroy everything')
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', EXIT_CODES);
}

function add(name: string, names: readonly string[]): readonly string[] {
  return [...names, name];
}

function prepared(
  { prepare, applyCommand: applyOf, talosconfigCommand: talosconfigOf }: ProgramHost,
  cluster: string,
  passed: readonly string[],
  parsed: ParsedOptions,
): GuardedPlanOptions {
  const { accept, output, tofu, destroy = false, json = false } = parsed;
  prepare({ cluster, output });
  return {
    cluster,
    passed,
    accept,
    output,
    tofu,
    destroy,
    json,
    environment: process.env,
    applyCommand: applyOf(cluster),
    talosconfigCommand: talosconfigOf(cluster),
  };
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
