// @ts-check
'use strict';

const { connect, createServer } = require('node:net');
const { serviceAddresses } = require('./addresses');

/** Blocks below are left to those who choose one by hand. */
const FIRST = 100;
const LAST = 249;

/** Port of an address that no homelab uses: who listens there has the block. */
const LOCK_PORT = 9100;

/**
 * A block of loopback addresses that nobody else has, on this computer, while it is held.
 *
 * @typedef {object} ReservedBlock
 * @property {number} block second number of its addresses
 * @property {() => Promise<void>} release
 */

/** @throws where there is no 127.0.0.0/8 to listen on */
function requireLinux() {
  if (process.platform !== 'linux') {
    throw new Error(
      `the homelab needs all of 127.0.0.0/8, which ${process.platform} does not have; run it on Linux, in WSL or in a container`,
    );
  }
}

/**
 * Takes the first free block. Whatever happens to this process, the block is free when it has ended: a port is the lock.
 *
 * @returns {Promise<ReservedBlock>}
 */
async function reserveBlock() {
  requireLinux();
  for (let block = FIRST; block <= LAST; block++) {
    const server = await tryListen(`127.${block}.254.254`);
    if (server === undefined) continue;
    const release = () => new Promise((/** @type {(value: void) => void} */ done) => server.close(() => done()));
    // a simulator that is just stopping may still be there
    if (!(await isInUse(block))) return { block, release };
    await release();
  }
  throw new Error(
    `every block from 127.${FIRST}.0.0/16 to 127.${LAST}.0.0/16 is in use, or port ${LOCK_PORT} of all addresses is; ` +
      'end a homelab that still runs',
  );
}

/**
 * @param {string} host
 * @returns {Promise<import('node:net').Server | undefined>} undefined when somebody else listens there
 */
function tryListen(host) {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ host, port: LOCK_PORT, exclusive: true }, () => {
      server.unref();
      resolve(server);
    });
  });
}

/**
 * @param {number} block
 * @returns {Promise<boolean>}
 */
function isInUse(block) {
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

module.exports = { requireLinux, reserveBlock };
