// @ts-check
'use strict';

const { generateKeyPairSync, randomBytes, randomUUID } = require('node:crypto');

/**
 * A key for SSH.
 *
 * @typedef {object} SshKey
 * @property {string} privateKey in PEM form
 * @property {string} publicKey as a line of `authorized_keys`
 */

/**
 * Everything that signs in to a homelab. It is good for one homelab and for as long as that runs.
 *
 * @typedef {object} HomelabSecrets
 * @property {string} apiToken of Proxmox VE: the part after the id
 * @property {SshKey} hostKey for the hosts
 * @property {SshKey} gitKey for a repository over SSH
 * @property {string} gitToken of Gitea
 * @property {string} accessKey of the S3 store
 * @property {string} secretKey of the S3 store
 * @property {string} passphrase of the state
 */

/**
 * New secrets for one homelab.
 *
 * @returns {HomelabSecrets}
 */
function makeSecrets() {
  return {
    apiToken: randomUUID(),
    hostKey: makeSshKey(),
    gitKey: makeSshKey(),
    gitToken: randomBytes(20).toString('hex'),
    accessKey: randomBytes(10).toString('hex'),
    secretKey: randomBytes(20).toString('hex'),
    passphrase: randomBytes(20).toString('hex'),
  };
}

/** @returns {SshKey} */
function makeSshKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(raw)]);
  return {
    privateKey: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    publicKey: `ssh-ed25519 ${blob.toString('base64')}`,
  };
}

/**
 * A field of the form that SSH has for keys: its length, then its content.
 *
 * @param {Buffer} content
 */
function field(content) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

module.exports = { makeSecrets };
