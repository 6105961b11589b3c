// @ts-check
'use strict';

const { connect } = require('node:http2');
const { parse } = require('yaml');

/** What stands before a message of gRPC: a byte that says it is not compressed, and its length. */
const HEADER_BYTES = 5;

const TIMEOUT_MS = 30_000;

/** A machine has answered, and not with what was asked for. */
class TalosRefusal extends Error {
  /**
   * @param {string} address
   * @param {number} status of gRPC, such as 3 for a wrong argument
   * @param {string} reason
   */
  constructor(address, status, reason) {
    super(`${address} answers with status ${status}: ${reason}`);
    this.name = 'TalosRefusal';
    this.status = status;
    this.reason = reason;
  }
}

/** A connection to the Talos API of one machine; it must be closed. */
class TalosConnection {
  /**
   * @param {string} address
   * @param {import('node:http2').SecureClientSessionOptions} options how the two know each other
   */
  constructor(address, options) {
    this.address = address;
    /** @private */
    this.session = connect(`https://${address}:50000`, options);
    // told by each call
    this.session.on('error', () => undefined);
  }

  /**
   * To a machine in maintenance mode, whose certificate nobody knows.
   *
   * @param {string} address
   */
  static insecure(address) {
    return new TalosConnection(address, { rejectUnauthorized: false });
  }

  /**
   * To a machine of a cluster.
   *
   * @param {string} address
   * @param {string} talosconfig in YAML
   */
  static withTalosconfig(address, talosconfig) {
    const { context, contexts } = parse(talosconfig);
    const { ca, crt, key } = contexts[context];
    return new TalosConnection(address, { ca: decoded(ca), cert: decoded(crt), key: pemKey(key) });
  }

  /**
   * Calls a method.
   *
   * @param {string} method such as `/machine.MachineService/Version`
   * @param {Buffer} [message] nothing unless given
   * @returns {Promise<Buffer>} the message of the answer, with its header
   * @throws {TalosRefusal}
   */
  call(method, message = Buffer.alloc(0)) {
    return new Promise((resolve, reject) => {
      this.session.once('error', reject);
      const call = this.session.request({
        ':method': 'POST',
        ':path': method,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      /** @type {Buffer[]} */
      const parts = [];
      /** @param {import('node:http2').IncomingHttpHeaders} headers */
      const fail = (headers) =>
        reject(
          new TalosRefusal(
            this.address,
            Number(headers['grpc-status']),
            decodeURIComponent(String(headers['grpc-message'] ?? '')),
          ),
        );
      call.setTimeout(TIMEOUT_MS, () => call.destroy(new Error(`${this.address} does not answer`)));
      call.on('error', reject);
      // an error comes without a body, and its status among the headers
      call.on('response', (headers) => {
        if (headers['grpc-status'] !== undefined) fail(headers);
      });
      call.on('trailers', (trailers) => {
        if (trailers['grpc-status'] === '0') resolve(Buffer.concat(parts));
        else fail(trailers);
      });
      call.on('data', (part) => parts.push(part));
      call.on('close', () => this.session.removeListener('error', reject));
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32BE(message.length, 1);
      call.end(Buffer.concat([header, message]));
    });
  }

  close() {
    this.session.destroy();
  }
}

/**
 * The Talos version that a machine answers with to the holder of a talosconfig.
 *
 * @param {string} address
 * @param {string} talosconfig in YAML
 * @returns {Promise<string>}
 * @throws when the machine does not take its certificate, or the talosconfig not that of the machine
 */
async function talosVersion(address, talosconfig) {
  const [version] =
    /v\d+\.\d+\.\d+/.exec(await askTalos(address, talosconfig, '/machine.MachineService/Version')) ?? [];
  if (version === undefined) throw new Error(`${address} answers without a version`);
  return version;
}

/**
 * Asks a Talos machine for something that needs no arguments; the texts in the answer can be read as they are.
 *
 * @param {string} address
 * @param {string} talosconfig in YAML
 * @param {string} method such as `/machine.MachineService/Version`
 * @returns {Promise<string>}
 * @throws when the machine does not take its certificate, or the talosconfig not that of the machine
 */
async function askTalos(address, talosconfig, method) {
  const connection = TalosConnection.withTalosconfig(address, talosconfig);
  try {
    return (await connection.call(method)).toString('latin1');
  } finally {
    connection.close();
  }
}

/**
 * Has a machine look at a configuration as it does before it applies one, and not apply it.
 *
 * @param {TalosConnection} connection
 * @param {string} configuration in YAML
 * @throws {TalosRefusal} with what the machine has against it
 */
async function tryConfiguration(connection, configuration) {
  await connection.call('/machine.MachineService/ApplyConfiguration', applyRequest(configuration));
}

/** Fields of ApplyConfigurationRequest in the form of protocol buffers: number and wire type in one byte. */
const DATA = 0x0a;
const MODE = 0x20;
const DRY_RUN = 0x28;
const MODE_AUTO = 1;
const TRUE = 1;

/** @param {string} configuration */
function applyRequest(configuration) {
  const data = Buffer.from(configuration, 'utf8');
  return Buffer.concat([
    Buffer.from([DATA, ...varint(data.length)]),
    data,
    Buffer.from([MODE, MODE_AUTO, DRY_RUN, TRUE]),
  ]);
}

/**
 * @param {number} value
 * @returns {number[]}
 */
function varint(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** @param {string} text */
function decoded(text) {
  return Buffer.from(text, 'base64');
}

/**
 * Talos has keys of its own name, and what is in them is PKCS #8 as everywhere.
 *
 * @param {string} key
 */
function pemKey(key) {
  return decoded(key).toString('utf8').replaceAll('ED25519 PRIVATE KEY', 'PRIVATE KEY');
}

module.exports = { TalosConnection, TalosRefusal, askTalos, talosVersion, tryConfiguration };
