/** Where the services of a homelab listen. */
export interface ServiceAddresses {
  /** @param index of the endpoint, from 1 */
  readonly proxmox: (index: number) => string;
  /** @param index of the host over all endpoints, from 1 */
  readonly hostSsh: (index: number) => { readonly address: string; readonly port: number };
  readonly factory: string;
  readonly git: string;
  readonly gitSsh: string;
  /** The Git host over HTTPS. */
  readonly gitTls: string;
  readonly files: string;
  /** @param index of the registry beside the factory, from 1 */
  readonly registry: (index: number) => string;
  readonly stateHttp: string;
  readonly stateS3: string;
  /** Nobody listens there: a provider of identities that cannot be reached. */
  readonly identity: string;
  /** @param index of anything else that a machine is told of, from 1; nobody listens there */
  readonly elsewhere: (index: number) => string;
  readonly control: string;
  /** @param index of a DNS server outside the network of the machines, from 1; nobody listens there */
  readonly dns: (index: number) => string;
  /** A router outside of the network of the machines, whatever that is; nobody listens there. */
  readonly router: string;
}

/**
 * The addresses of the services of a homelab.
 *
 * @param block second number of all addresses
 */
export function serviceAddresses(block: number): ServiceAddresses {
  if (!Number.isInteger(block) || block < 1 || block > 250) {
    throw new RangeError(`block of loopback addresses ${block}; write a number from 1 to 250`);
  }
  const at = (third: number, fourth: number) => `127.${block}.${third}.${fourth}`;
  return {
    proxmox: (index: number) => `${at(250, index)}:8006`,
    hostSsh: (index: number) => ({ address: at(251, index), port: 2222 }),
    factory: `${at(252, 1)}:8080`,
    git: `${at(252, 2)}:3000`,
    gitSsh: `${at(252, 2)}:2222`,
    gitTls: `${at(252, 2)}:3443`,
    files: `${at(252, 3)}:8000`,
    registry: (index: number) => `${at(249, index)}:5000`,
    stateHttp: `${at(252, 4)}:9000`,
    stateS3: `${at(252, 4)}:9001`,
    identity: `${at(252, 5)}:8443`,
    elsewhere: (index: number) => at(254, index),
    control: `${at(252, 9)}:9100`,
    dns: (index: number) => at(253, index),
    router: `127.251.${block}.1`,
  };
}
