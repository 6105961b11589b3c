import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Answer on one port. */
export interface PortAnswer {
  /** The port. */
  readonly port: number;
  /** Name that it gives itself: the common name of its certificate, or the line with which an SSH server begins. */
  readonly says?: string;
}

/** Result of probing an address: the ports that answer, and how it responds without one. */
export interface AddressAnswer {
  /** Ports that answer. */
  readonly open: readonly PortAnswer[];
  /** True if a connection was refused at once: something has the address, or a firewall answers for it. */
  readonly isRefused: boolean;
  /** True if this computer has no way to the address. */
  readonly isUnreachable: boolean;
}

/** Port of the Talos API. */
export const TALOS_PORT = 50_000;

/** Port of the Kubernetes API. */
export const KUBERNETES_PORT = 6443;

/** Port of SSH, which most other machines have. */
export const SSH_PORT = 22;

/** A machine in the same house answers in a hundredth of it. */
const CONNECT_MS = 1500;

/** The same for what it says once it has taken a connection. */
const GREETING_MS = 1500;

/** Words of the system for a network that this computer has no route to. */
const NO_WAY = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES', 'EPERM'];

/** An address that nobody has: it is kept for examples. */
const NOBODY = '192.0.2.1';

/**
 * True if something on the way answers for addresses that nobody has, as a transparent proxy does: an answer of an address
 * outside of this computer then says nothing.
 */
export async function isAnsweredForNobody(ports: readonly number[]): Promise<boolean> {
  const { open } = await probeAddress(NOBODY, ports);
  return open.length > 0;
}

/** Connects to ports of an address, to each once and to all at the same time, and asks nothing. */
export async function probeAddress(address: string, ports: readonly number[]): Promise<AddressAnswer> {
  const probed = await Promise.all(ports.map((port) => probePort(address, port)));
  return {
    open: probed.flatMap((each) => (typeof each === 'string' ? [] : [each])),
    // nobody has to be at an address of this computer for it to refuse
    isRefused: !isLoopback(address) && probed.includes('ECONNREFUSED'),
    isUnreachable: probed.every((each) => typeof each === 'string' && NO_WAY.includes(each)),
  };
}

/** If an address is one of this computer only. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** @returns what answers, or the word of the system for that nothing does */
async function probePort(host: string, port: number): Promise<PortAnswer | string> {
  const socket = connect({ host, port });
  const failure = await outcome(socket, 'connect', CONNECT_MS);
  if (failure !== undefined) {
    socket.destroy();
    return failure;
  }
  const says = port === SSH_PORT ? await greetingOf(socket) : await certificateName(socket);
  socket.destroy();
  return { port, ...(says !== undefined && { says }) };
}

/** @returns nothing if the event came in time */
function outcome(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  milliseconds: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('ETIMEDOUT'), milliseconds);
    const end = (failure?: string): void => {
      clearTimeout(timer);
      resolve(failure);
    };
    socket.once(event, () => end());
    // what is sent once this is over is nobody's concern, and an error without a listener would end the process
    socket.on('error', ({ code = 'ECONNRESET' }: NodeJS.ErrnoException) => end(code));
    socket.once('close', () => end('ECONNRESET'));
  });
}

function greetingOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), GREETING_MS);
    socket.once('data', (data) => {
      clearTimeout(timer);
      resolve(shownText(data.toString('latin1').split('\n', 1)[0]));
    });
  });
}

/** The certificate is only read, so nobody has to trust it. */
async function certificateName(socket: Socket): Promise<string | undefined> {
  const secured = connectTls({ socket, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
  const failure = await outcome(secured, 'secureConnect', GREETING_MS);
  const name = failure === undefined ? commonName(secured.getPeerCertificate()) : undefined;
  secured.destroy();
  return shownText(name);
}

/** A server without a certificate has no subject either, whatever the types say. */
function commonName({ subject }: { readonly subject?: { readonly CN?: string | string[] } }): string | undefined {
  return typeof subject?.CN === 'string' ? subject.CN : undefined;
}

/** It comes from anybody, and is shown on a terminal. */
function shownText(text: string | undefined): string | undefined {
  const shown = text?.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 60);
  return shown === '' ? undefined : shown;
}
