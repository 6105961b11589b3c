// @ts-check
'use strict';

const { connect } = require('node:http2');
const { parse } = require('yaml');

/** Message of gRPC without content: a byte that says it is not compressed, and a length. */
const EMPTY_MESSAGE = Buffer.alloc(5);

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
  const { context, contexts } = parse(talosconfig);
  const { ca, crt, key } = contexts[context];
  const session = connect(`https://${address}:50000`, { ca: decoded(ca), cert: decoded(crt), key: pemKey(key) });
  try {
    return await new Promise((resolve, reject) => {
      session.on('error', reject);
      const call = session.request({
        ':method': 'POST',
        ':path': method,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      /** @type {Buffer[]} */
      const parts = [];
      /** @param {import('node:http2').IncomingHttpHeaders} headers */
      const fail = (headers) =>
        reject(new Error(`${address} answers with status ${headers['grpc-status']}: ${headers['grpc-message']}`));
      call.setTimeout(30_000, () => call.destroy(new Error(`${address} does not answer`)));
      call.on('error', reject);
      // an error comes without a body, and its status among the headers
      call.on('response', (headers) => {
        if (headers['grpc-status'] !== undefined) fail(headers);
      });
      call.on('trailers', (trailers) => {
        if (trailers['grpc-status'] === '0') resolve(Buffer.concat(parts).toString('latin1'));
        else fail(trailers);
      });
      call.on('data', (part) => parts.push(part));
      call.end(EMPTY_MESSAGE);
    });
  } finally {
    session.destroy();
  }
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

module.exports = { askTalos, talosVersion };
