import { type Command, InvalidArgumentError, Option } from 'commander';
import { shellWord } from '../../values/shell-word';
import type { GuardedPlanOptions } from '../guard/guarded-stack';
import type { FollowingCommand, ProgramHost } from '../program-host';
import { addStackOptions, readStackCall } from './stack-options';

/** Settings of a plan, and how a person destroys the cluster, such as `npx cdktf-proxmox-talos destroy home`. */
export type PlanOptions = GuardedPlanOptions & { readonly destroyCommand: string };

/** Options of a command whose plan the guard judges. */
interface GuardOptions {
  readonly accept: readonly string[];
  readonly destroy?: true;
  readonly json?: true;
  readonly verbose?: true;
  readonly lockTimeout?: string;
}

const EXIT_CODES = `
exit codes: 0 the plan is allowed, or applied; 1 the guard refuses it; 2 else
secrets are read from the environment under their plain names too, such as
PROXMOX_MAIN_API_TOKEN for proxmox_main_api_token`;

/** Adds the arguments and options of a command that plans. */
export function addPlanOptions(command: Command, host: ProgramHost): Command {
  return addGuardOptions(command, host)
    .option('--destroy', 'plan to destroy everything')
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', EXIT_CODES);
}

/** Adds the arguments and options of a command whose plan the guard judges. */
export function addGuardOptions(command: Command, host: ProgramHost): Command {
  return addStackOptions(command, host, 'options of tofu plan, such as -target=ADDRESS or -var name=value')
    .option(
      '--accept <name>',
      'overrule what is refused because of this machine, or of the cluster; repeatable',
      (name: string, names: readonly string[]) => [...names, name],
      [],
    )
    .addOption(
      new Option('--lock-timeout <time>', 'wait for the lock of the state, such as 90s or 10m').argParser(readDuration),
    )
    .option('--verbose', 'show everything that OpenTofu prints; without it only its errors and warnings');
}

/** Settings of a plan, from the arguments and options of a command. */
export function readPlanOptions(command: Command, host: ProgramHost): PlanOptions {
  const call = readStackCall(command, host);
  const { accept, destroy = false, json = false, verbose = false, lockTimeout } = command.opts<GuardOptions>();
  const words = [shellWord(call.cluster), ...givenOptions(command)];
  const files = givenFiles(call.passed);
  const lineOf = (following: FollowingCommand, tofuOptions: readonly string[] = []): string => {
    const all = [...files, ...tofuOptions];
    return host.commandLine(following, all.length === 0 ? words : [...words, '--', ...all]);
  };
  return {
    ...call,
    accept,
    destroy,
    json,
    verbose,
    ...(lockTimeout !== undefined && { lockTimeout }),
    environment: process.env,
    planCommand: lineOf('plan'),
    applyCommand: (tofuOptions) => lineOf('apply', tofuOptions),
    destroyCommand: lineOf('destroy'),
    kubeconfigCommand: lineOf('kubeconfig'),
    talosconfigCommand: lineOf('talosconfig'),
  };
}

/** @throws if it is no time as OpenTofu takes it */
function readDuration(text: string): string {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text))
    throw new InvalidArgumentError('write a number with its unit, such as 90s, 10m or 1h');
  return text;
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
