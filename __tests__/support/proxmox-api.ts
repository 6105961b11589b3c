import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { Homelab } from './homelab-run';

/** A change at the Proxmox VE endpoint `main` of a homelab, as a person makes it past OpenTofu. */
export function changeInProxmox(
  homelab: Homelab,
  method: 'POST' | 'DELETE',
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { main } = homelab.cluster.spec.proxmox!.endpoints;
  const body = new URLSearchParams(parameters).toString();
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(`/api2/json${path}`, main!.url),
      {
        method,
        ca: readFileSync(homelab.authorityFile),
        headers: {
          authorization: `PVEAPIToken=${homelab.apiToken('main')}`,
          ...(body !== '' && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text}`));
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** A machine as Proxmox VE has it. */
export interface Guest {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  /** Host that it is on. */
  readonly host: string;
  /** Another one when it was replaced. */
  readonly machine: string;
  /** Settings that wait until the machine is turned off and on. */
  readonly pending: readonly string[];
}

/** The machine of a name, once it is as it should be. */
export async function awaitGuest(
  { simulator }: Homelab,
  name: string,
  isRight: (guest: Guest | undefined) => boolean,
): Promise<Guest | undefined> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const { proxmox } = (await simulator.inventory()) as { readonly proxmox: readonly { readonly guests: Guest[] }[] };
    const found = proxmox.flatMap(({ guests }) => guests).find((guest) => guest.name === name);
    if (isRight(found)) return found;
    if (Date.now() > deadline) throw new Error(`${name} has not become what was waited for: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
