import { readdirSync } from 'node:fs';
import { variablesMissing, variablesRefused } from '../../errors/cli';
import { variableForms } from '../../values/variable-form';
import { CommandError } from '../command-error';
import { backendFaults } from './backend-variables';
import { decryptedSecrets } from './sops';
import type { StackDirectory, StackFile } from './stack-directory';
import type { TofuArguments } from './arguments';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of OpenTofu: secrets may stand in it under their plain names, `PROXMOX_MAIN_API_TOKEN` for the variable
 * `proxmox_main_api_token`. What is set as `TF_VAR_…` stays. Secrets of SOPS files that it lacks are decrypted.
 *
 * @param decrypted gives these
 * @throws {CommandError} if they cannot be had
 */
export function tofuEnvironment(
  { stack }: Pick<StackDirectory, 'stack'>,
  environment: Environment,
  decrypted: typeof decryptedSecrets = decryptedSecrets,
): Environment {
  const mapped = mappedNames(stack, environment).map((name) => [tofuName(name), environment[plainName(name)]] as const);
  const isGiven = (name: string): boolean =>
    [tofuName(name), plainName(name)].some((each) => environment[each] !== undefined);
  const fromSops = Object.entries(decrypted({ stack }, environment, isGiven));
  return {
    // without it OpenTofu tells how to apply a file that will not be there
    TF_IN_AUTOMATION: '1',
    ...environment,
    ...Object.fromEntries([...mapped, ...fromSops.map(([name, value]) => [tofuName(name), value] as const)]),
  };
}

/**
 * Words that stand before a command of OpenTofu where a shell runs it, so that it has the values that this process takes from
 * plain names. They hold names and no value.
 */
export function shellAssignments({ stack }: StackDirectory, environment: Environment): readonly string[] {
  return mappedNames(stack, environment).map((name) => `${tofuName(name)}="$${plainName(name)}"`);
}

/**
 * Checks that every input variable has a value, as OpenTofu would ask for it at each of its steps, and that values in the
 * environment are what they must be: OpenTofu names no variable for a passphrase that is too short. A backend must be told
 * where it is.
 *
 * @throws an error that names the variables without one and where each can come from, or those with a wrong one
 */
export function checkVariables(directory: StackDirectory, environment: Environment, args: TofuArguments): void {
  const unplaced = backendFaults(directory.stack, environment);
  if (args.hasVariableFile || hasVariableFile(directory.path)) {
    if (unplaced.length > 0) throw new CommandError(unplaced.join('\n'));
    return;
  }
  const missing = Object.entries(directory.stack.variable ?? {})
    .filter(([name, written]) => !('default' in written) && !args.variables.includes(name))
    .filter(([name]) => environment[tofuName(name)] === undefined)
    .map(([name, { sensitive }]) => ({
      name,
      from: sensitive === true ? `${plainName(name)} or ${tofuName(name)}` : tofuName(name),
    }));
  const refused = refusals(directory, environment, args);
  const lines = [
    ...unplaced,
    ...(missing.length > 0 ? [variablesMissing(missing)] : []),
    ...(refused.length > 0 ? [variablesRefused(refused)] : []),
  ];
  if (lines.length > 0) throw new CommandError(lines.join('\n'));
}

/** Values of sensitive variables that are given in the environment or as options; a plan knows those of files. */
export function secretValues(
  { stack }: Pick<StackDirectory, 'stack'>,
  environment: Environment,
  { values }: TofuArguments,
): readonly string[] {
  const names = Object.entries(stack.variable ?? {}).flatMap(([name, { sensitive }]) =>
    sensitive === true ? [name] : [],
  );
  const passed = values.flatMap((text) => /^--?var=([^=]+)=(.*)$/s.exec(text)?.slice(1, 3) ?? []);
  return names.flatMap((name) => {
    const at = passed.indexOf(name);
    return [environment[tofuName(name)] ?? [], at === -1 ? [] : (passed[at + 1] ?? [])].flat();
  });
}

/** Faults of values in the environment, in the words of the stack's own conditions. */
function refusals({ stack }: StackDirectory, environment: Environment, args: TofuArguments): readonly string[] {
  return Object.entries(stack.variable ?? {})
    .filter(([name, { validation }]) => validation !== undefined && !args.variables.includes(name))
    .flatMap(([name]) => {
      const value = environment[tofuName(name)];
      if (value === undefined) return [];
      return variableForms(name)
        .filter(({ isMet }) => !isMet(value))
        .map(({ message }) => message(name));
    });
}

/** Variables that hold secrets, and that the environment has under their plain names only. */
function mappedNames(stack: StackFile, environment: Environment): readonly string[] {
  return Object.entries(stack.variable ?? {}).flatMap(([name, { sensitive }]) => {
    const isPlain = environment[plainName(name)] !== undefined && environment[tofuName(name)] === undefined;
    return sensitive === true && isPlain ? [name] : [];
  });
}

function plainName(variable: string): string {
  return variable.toUpperCase();
}

function tofuName(variable: string): string {
  return `TF_VAR_${variable}`;
}

/** Files from which OpenTofu takes values unasked. */
function hasVariableFile(directory: string): boolean {
  return readdirSync(directory).some((name) => /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(name));
}
