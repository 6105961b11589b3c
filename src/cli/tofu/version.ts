import { lt } from 'semver';
import { notOpenTofu, terraformInstead, tofuNameEmpty, tofuTooOld } from '../../errors/cli';
import { CommandError } from '../command-error';
import type { Tofu } from './tofu';

/** The first version that has everything that stacks use. */
const OLDEST = '1.11.0';

/** The first version that writes its errors and warnings as data beside what it prints. */
const FIRST_WITH_DATA = '1.12.0';

/**
 * Checks that a program is OpenTofu, and new enough.
 *
 * @param program its path or name, as a person gave it
 * @returns its version, such as `1.12.6`
 * @throws a sentence that says what it is instead, and how OpenTofu is named
 */
export async function checkTofuVersion(program: string, tofu: Tofu): Promise<string> {
  if (program === '') throw new CommandError(tofuNameEmpty());
  const { output, errors } = await tofu.run({ args: ['version'] });
  // a warning about the settings of a person may come first
  const [, name, version = ''] = /^(OpenTofu|Terraform) v(\d+\.\d+\.\d+\S*)/m.exec(output) ?? [];
  if (name === undefined) throw new CommandError(notOpenTofu(program, firstLine(output + errors)));
  if (name === 'Terraform') throw new CommandError(terraformInstead(program, version));
  if (lt(withoutRelease(version), OLDEST)) throw new CommandError(tofuTooOld(program, version));
  return version;
}

/** If a version of OpenTofu has `-json-into`. */
export function hasDiagnosticsAsData(version: string): boolean {
  return !lt(withoutRelease(version), FIRST_WITH_DATA);
}

/** A pre-release of a version has what the version has. */
function withoutRelease(version: string): string {
  return version.replace(/[-+].*/, '');
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 80) ?? '';
}
