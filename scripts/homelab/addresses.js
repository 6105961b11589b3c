// @ts-check
'use strict';

const { isIPv4 } = require('node:net');

/** A cluster cannot be made on loopback as its file stands; the message says what to change. */
class NotOnLoopback extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'NotOnLoopback';
  }
}

/** Third numbers from here on belong to the services of the homelab, not to machines. */
const FIRST_OF_SERVICES = 250;

/**
 * Where the services of a homelab listen.
 *
 * @param {number} block second number of all addresses
 */
function serviceAddresses(block) {
  if (!Number.isInteger(block) || block < 1 || block > 250) {
    throw new RangeError(`block of loopback addresses ${block}; write a number from 1 to 250`);
  }
  const at = (/** @type {number} */ third, /** @type {number} */ fourth) => `127.${block}.${third}.${fourth}`;
  return {
    /** @param {number} index of the endpoint, from 1 */
    proxmox: (index) => `${at(250, index)}:8006`,
    /** @param {number} index of the host over all endpoints, from 1 */
    hostSsh: (index) => ({ address: at(251, index), port: 2222 }),
    factory: `${at(252, 1)}:8080`,
    git: `${at(252, 2)}:3000`,
    gitSsh: `${at(252, 2)}:2222`,
    files: `${at(252, 3)}:8000`,
    stateHttp: `${at(252, 4)}:9000`,
    stateS3: `${at(252, 4)}:9001`,
    /** Nobody listens there: a provider of identities that cannot be reached. */
    identity: `${at(252, 5)}:8443`,
    control: `${at(252, 9)}:9100`,
    /** @param {number} index of a DNS server outside the network of the machines, from 1; nobody listens there */
    dns: (index) => at(253, index),
    /** A router outside of the network of the machines, whatever that is; nobody listens there. */
    router: `127.251.${block}.1`,
  };
}

/** @typedef {ReturnType<typeof serviceAddresses>} ServiceAddresses */

/** The network of the machines, and where its addresses lie on loopback. */
class MachineNetwork {
  /**
   * @param {number} block
   * @param {string} subnet in CIDR form
   */
  constructor(block, subnet) {
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
    /** As the cluster file has it. */
    this.shown = subnet;
    this.prefixLength = Number(prefix);
    /** Where it lies on loopback, in CIDR form. */
    this.loopback = `${this.place(address)}/${prefix}`;
  }

  /**
   * Whether an address of the cluster file lies in the network.
   *
   * @param {string} text
   */
  contains(text) {
    if (!isIPv4(text)) return false;
    const shift = 32 - this.prefixLength;
    const network = (/** @type {string} */ address) => Math.floor(numberOf(address) / 2 ** shift);
    return network(text) === network(this.shown.split('/')[0] ?? '');
  }

  /**
   * Where an address of the network lies on loopback.
   *
   * @param {string} address
   * @throws {NotOnLoopback} when a service of the homelab has the place
   */
  map(address) {
    if (Number(address.split('.')[2]) >= FIRST_OF_SERVICES) {
      throw new NotOnLoopback(
        `address ${address}: services of the homelab have the numbers from ${FIRST_OF_SERVICES} on at this place; ` +
          'write a lower third number',
      );
    }
    return this.place(address);
  }

  /**
   * @param {string} address
   * @private
   */
  place(address) {
    const [, , third, fourth] = address.split('.');
    return `127.${this.block}.${third}.${fourth}`;
  }
}

/** @param {string} address */
function numberOf(address) {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

module.exports = { MachineNetwork, NotOnLoopback, serviceAddresses };
