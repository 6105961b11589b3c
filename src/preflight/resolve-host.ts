import { lookup } from 'node:dns/promises';

/** A name server that is there answers in a fraction of it. */
const TIMEOUT_MS = 5000;

/** Addresses of a host as this computer finds them, or the word of the system for why it has none. */
export async function resolveHost(
  host: string,
): Promise<{ readonly addresses: readonly string[] } | { readonly reason: string }> {
  const { late, stop } = timer();
  try {
    const found = await Promise.race([lookup(host, { all: true }), late]);
    if (found === undefined) return { reason: 'ETIMEDOUT' };
    return { addresses: found.map(({ address }) => address) };
  } catch (error) {
    return { reason: (error as NodeJS.ErrnoException).code ?? 'unknown' };
  } finally {
    stop();
  }
}

function timer(): { readonly late: Promise<undefined>; readonly stop: () => void } {
  let running: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    running = setTimeout(resolve, TIMEOUT_MS, undefined);
  });
  return { late, stop: () => clearTimeout(running) };
}
