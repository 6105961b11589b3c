import type { Environment } from './authorities';
import { guestsAt } from './ask-endpoint';
import { writtenAccess, writtenProviders } from './endpoint-access';
import type { Guest } from './endpoint-state';

/** A machine that an endpoint has. */
export interface TaggedGuest extends Guest {
  /** Name of the endpoint. */
  readonly endpoint: string;
}

/**
 * Machines with a tag on the endpoints of a stack, as far as its tokens see them; none of an endpoint that does not answer.
 * It sends nothing but GET.
 *
 * @param stack the synthesized stack, parsed
 * @param environment of OpenTofu
 */
export async function taggedGuests(
  stack: unknown,
  tag: string,
  environment: Environment,
): Promise<readonly TaggedGuest[]> {
  const found = await Promise.all(
    writtenProviders(stack).map(async (key) => {
      const access = writtenAccess(stack, key, environment);
      const guests = access === undefined ? [] : await guestsAt(access, environment);
      return guests
        .filter(({ tags }) => tags.includes(tag))
        .map((guest) => ({ ...guest, endpoint: key.split('.')[1] ?? key }));
    }),
  );
  return found.flat();
}
