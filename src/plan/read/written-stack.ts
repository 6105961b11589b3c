import type { Values } from './plan-json';
import { blocksOf, textOf } from './attributes';

/**
 * A block of a synthesized stack, such as a resource by its type and name.
 *
 * @param stack the stack, parsed
 */
export function blockOf(stack: unknown, ...keys: readonly string[]): Values | undefined {
  return keys.reduce<Values | undefined>((values, key) => objectOf(values?.[key]), objectOf(stack));
}

/**
 * The settings of a provider.
 *
 * @param alias as a resource refers to it, such as `gitea.other`; the one without an alias unless given
 */
export function providerOf(stack: unknown, name: string, alias?: string): Values | undefined {
  const wanted = alias?.split('.')[1];
  return blocksOf(blockOf(stack, 'provider'), name).find((provider) => textOf(provider, 'alias') === wanted);
}

function objectOf(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null ? (value as Values) : undefined;
}
