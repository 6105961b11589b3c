import type { Command } from 'commander';
import type { ProgramHost } from '../program-host';

/** A synthesized stack, and the OpenTofu that works on it, as a person names them. */
export interface StackCall {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Output directory of synth. */
  readonly output: string;
  /** Path or name of OpenTofu. */
  readonly tofu: string;
  /** Options for OpenTofu: everything after `--`. */
  readonly passed: readonly string[];
}

/**
 * Adds the arguments and options that name a stack.
 *
 * @param passed the part of the help about what may follow `--`
 */
export function addStackOptions(command: Command, { prepare }: ProgramHost, passed: string): Command {
  if (prepare !== undefined) command.option('--advice', 'print advice on habits and style too, while synthesizing');
  return command
    .argument('<cluster>', 'name of the cluster: its directory below cdktf.out/stacks')
    .argument('[tofu-options...]', `after --: ${passed}`)
    .option('--output <directory>', 'output directory of synth', environmentValue('CDKTF_OUTDIR', 'cdktf.out'))
    .option('--tofu <program>', 'path or name of OpenTofu', environmentValue('TERRAFORM_BINARY_NAME', 'tofu'));
}

/** The stack that a command was given, brought up to date if the host of the program does that. */
export function readStackCall(command: Command, { prepare }: ProgramHost): StackCall {
  const [cluster, passed] = command.processedArgs as [string, readonly string[]];
  const { output, tofu, advice = false } = command.opts<Pick<StackCall, 'output' | 'tofu'> & { advice?: boolean }>();
  prepare?.({ cluster, output, advice });
  return { cluster, output, tofu, passed };
}

/** A variable of the environment; an empty one is as good as none. */
export function environmentValue(name: string, otherwise: string): string {
  const value = process.env[name];
  return value === undefined || value === '' ? otherwise : value;
}
