// @ts-check
'use strict';

const { request } = require('node:https');

/**
 * Who is asked, and who asks.
 *
 * @typedef {object} HttpsAccess
 * @property {string | Buffer} ca certificate that the server's must be signed by, in PEM form
 * @property {string | Buffer} [cert] certificate of the client
 * @property {string | Buffer} [key] of that certificate
 * @property {Readonly<Record<string, string>>} [headers]
 */

/**
 * Asks a server for JSON.
 *
 * @param {string} url
 * @param {HttpsAccess} access
 * @returns {Promise<any>}
 * @throws for an answer that is none of success
 */
function getJson(url, access) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...access, timeout: 30_000 }, (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (answer.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`GET ${url} was answered with ${answer.statusCode}: ${text.slice(0, 500)}`));
      });
    });
    asked.on('timeout', () => asked.destroy(new Error(`GET ${url} was not answered in 30 s`)));
    asked.on('error', reject);
    asked.end();
  });
}

module.exports = { getJson };
