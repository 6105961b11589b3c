import { type Diagnostic, sentenceOf } from '../../plan/read/diagnostic';
import { textOf } from '../../plan/read/attributes';
import { blockOf } from '../../plan/read/written-stack';

/** How OpenTofu refuses to destroy what `prevent_destroy` is set for. */
const REFUSED = /Resource (?:instance )?(\S+?)(?:\[[^\]]*\])? has (?:lifecycle\.)?prevent_destroy set/;

/**
 * Names of machines that OpenTofu refuses to destroy.
 *
 * @param stack the synthesized stack, parsed
 */
export function protectedMachines(diagnostics: readonly Diagnostic[], stack: unknown): readonly string[] {
  const names = diagnostics.flatMap((diagnostic) => {
    const [, address] = REFUSED.exec(sentenceOf(diagnostic)) ?? [];
    if (address === undefined) return [];
    return [textOf(blockOf(stack, 'resource', ...address.split('.')), 'name') ?? address];
  });
  return [...new Set(names)];
}
