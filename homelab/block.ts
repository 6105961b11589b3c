import { connect, createServer, type Server } from 'node:net';
import { serviceAddresses } from './addresses';

/** Blocks below are left to those who choose one by hand. */
const FIRST = 100;
const LAST = 249;

/** Port of an address that no homelab uses: who listens there has the block. */
const LOCK_PORT = 9100;

/** A block of loopback addresses that nobody else has, on this computer, while it is held. */
export interface ReservedBlock {
  /** Second number of its addresses. */
  readonly block: number;
  readonly release: () => Promise<void>;
}

/** @throws where there is no 127.0.0.0/8 to listen on */
export function requireLinux(): void {
  if (process.platform !== 'linux') {
    throw new Error(
      `the homelab needs all of 127.0.0.0/8, which ${process.platform} does not have; run it on Linux, in WSL or in a container`,
    );
  }
}

/** Takes the first free block. Whatever happens to this process, the block is free when it has ended: a port is the lock. */
export async function reserveBlock(): Promise<ReservedBlock> {
  requireLinux();
  for (let block = FIRST; block <= LAST; block++) {
    const server = await tryListen(`127.${block}.254.254`);
    if (server === undefined) continue;
    const release = () => new Promise<void>((done) => server.close(() => done()));
    // a simulator that is just stopping may still be there
    if (!(await isInUse(block))) return { block, release };
    await release();
  }
  throw new Error(
    `every block from 127.${FIRST}.0.0/16 to 127.${LAST}.0.0/16 is in use, or port ${LOCK_PORT} of all addresses is; ` +
      'end a homelab that still runs',
  );
}

/** @returns undefined when somebody else listens there */
function tryListen(host: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ host, port: LOCK_PORT, exclusive: true }, () => {
      server.unref();
      resolve(server);
    });
  });
}

function isInUse(block: number): Promise<boolean> {
  const [host, port] = serviceAddresses(block).control.split(':');
  return new Promise((resolve) => {
    const connection = connect({ host, port: Number(port) });
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
