import { recoveryAdvice, recoveryWritten, tofuFailed } from '../../errors/cli';
import type { Diagnostic } from '../../plan/read/diagnostic';
import { failedPlaces } from '../../plan/recovery/failed-places';
import { findRecoveries } from '../../plan/recovery/recovery';
import { unknownImages } from '../../plan/recovery/unknown-images';
import { CommandError, EXIT } from '../command-error';
import type { TofuResult } from '../tofu/process';
import type { RecoveryFile } from '../tofu/recovery-file';

/** Facts of a step of OpenTofu that failed. */
export interface FailedStep {
  /** Its name, such as `apply`. */
  readonly step: string;
  /** How it ended. */
  readonly result: TofuResult;
  /** The synthesized stack, parsed. */
  readonly stack: unknown;
  /** Takes what the next apply has to import. */
  readonly recovery: RecoveryFile;
  /** How the stack is applied, such as `npx cdktf-proxmox-talos apply home`. */
  readonly applyCommand: string;
  /** How OpenTofu is run on the stack, such as `tofu -chdir=cdktf.out/stacks/home`. */
  readonly tofuCommand: string;
  /** Names of machines that the step was to restart. */
  readonly restarting: readonly string[];
}

/** The error that ends a command whose step failed: with what to do, if another apply alone would not be enough. */
export function stepFailed({ step, result, stack, recovery, ...commands }: FailedStep): CommandError {
  const errors = result.diagnostics.filter(isError);
  const recoveries = findRecoveries({ errors, stack, ...commands });
  const imports = recoveries.flatMap((each) => each.imports);
  if (imports.length > 0) recovery.add(imports);
  const advice = [
    ...unknownImages(errors, stack),
    ...failedPlaces(errors, stack),
    ...recoveries.map(({ message, command }) => recoveryAdvice(message, command)),
    ...(imports.length > 0 ? [recoveryWritten(recovery.name)] : []),
  ];
  return new CommandError([tofuFailed(step, result.exitCode), ...advice].join('\n'), EXIT.failed);
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
