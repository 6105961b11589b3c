import { isIPv4 } from 'node:net';

/** A cluster cannot be made on loopback as its file stands; the message says what to change. */
export class NotOnLoopback extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotOnLoopback';
  }
}

/** Third numbers from here on belong to the services of the homelab, not to machines. */
const FIRST_OF_SERVICES = 250;

/** Where the services of a homelab listen. */
export interface ServiceAddresses {
  /** @param index of the endpoint, from 1 */
  readonly proxmox: (index: number) => string;
  /** @param index of the host over all endpoints, from 1 */
  readonly hostSsh: (index: number) => { readonly address: string; readonly port: number };
  readonly factory: string;
  readonly git: string;
  readonly gitSsh: string;
  readonly files: string;
  readonly stateHttp: string;
  readonly stateS3: string;
  /** Nobody listens there: a provider of identities that cannot be reached. */
  readonly identity: string;
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
    files: `${at(252, 3)}:8000`,
    stateHttp: `${at(252, 4)}:9000`,
    stateS3: `${at(252, 4)}:9001`,
    identity: `${at(252, 5)}:8443`,
    control: `${at(252, 9)}:9100`,
    dns: (index: number) => at(253, index),
    router: `127.251.${block}.1`,
  };
}

/** The network of the machines, and where its addresses lie on loopback. */
export class MachineNetwork {
  public readonly block: number;
  /** As the cluster file has it. */
  public readonly shown: string;
  public readonly prefixLength: number;
  /** Where it lies on loopback, in CIDR form. */
  public readonly loopback: string;

  /** @param subnet in CIDR form */
  constructor(block: number, subnet: string) {
    const [address = '', prefix = ''] = subnet.split('/');
    if (!isIPv4(address)) {
      throw new NotOnLoopback(`network.subnet ${subnet}: the homelab on loopback has IPv4 only; write an IPv4 network`);
    }
    if (Number(prefix) < 16) {
      throw new NotOnLoopback(
        `network.subnet ${subnet}: the homelab on loopback has room for /16; write a network of at most that size`,
      );
    }
    this.block = block;
    this.shown = subnet;
    this.prefixLength = Number(prefix);
    this.loopback = `${this.place(address)}/${prefix}`;
  }

  /** If an address of the cluster file lies in the network. */
  contains(text: string): boolean {
    if (!isIPv4(text)) return false;
    const shift = 32 - this.prefixLength;
    const network = (address: string) => Math.floor(numberOf(address) / 2 ** shift);
    return network(text) === network(this.shown.split('/')[0] ?? '');
  }

  /**
   * Where an address of the network lies on loopback.
   *
   * @throws {NotOnLoopback} when a service of the homelab has the place
   */
  map(address: string): string {
    if (Number(address.split('.')[2]) >= FIRST_OF_SERVICES) {
      throw new NotOnLoopback(
        `address ${address}: services of the homelab have the numbers from ${FIRST_OF_SERVICES} on at this place; ` +
          'write a lower third number',
      );
    }
    return this.place(address);
  }

  private place(address: string): string {
    const [, , third, fourth] = address.split('.');
    return `127.${this.block}.${third}.${fourth}`;
  }
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}
