import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';

/** A key for SSH. */
export interface SshKey {
  /** In PEM form. */
  readonly privateKey: string;
  /** As a line of `authorized_keys`. */
  readonly publicKey: string;
}

/** Everything that signs in to a homelab. It is good for one homelab and for as long as that runs. */
export interface HomelabSecrets {
  /** Of Proxmox VE: the part after the id. */
  readonly apiToken: string;
  /** For the hosts. */
  readonly hostKey: SshKey;
  /** For a repository over SSH. */
  readonly gitKey: SshKey;
  /** Of Gitea. */
  readonly gitToken: string;
  /** Of the S3 store. */
  readonly accessKey: string;
  /** Of the S3 store. */
  readonly secretKey: string;
  /** Of the state. */
  readonly passphrase: string;
  /** Of all other systems: in the form of the key of a tunnel, and a name with a password in Base64 as registries take it. */
  readonly ofOthers: string;
}

/** New secrets for one homelab. */
export function makeSecrets(): HomelabSecrets {
  return {
    apiToken: randomUUID(),
    hostKey: makeSshKey(),
    gitKey: makeSshKey(),
    gitToken: randomBytes(20).toString('hex'),
    accessKey: randomBytes(10).toString('hex'),
    secretKey: randomBytes(20).toString('hex'),
    passphrase: randomBytes(20).toString('hex'),
    ofOthers: Buffer.from(`homelab:${randomBytes(12).toString('hex')}`).toString('base64'),
  };
}

function makeSshKey(): SshKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(raw)]);
  return {
    privateKey: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    publicKey: `ssh-ed25519 ${blob.toString('base64')}`,
  };
}

/** A field of the form that SSH has for keys: its length, then its content. */
function field(content: Buffer): Buffer<ArrayBuffer> {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}
