import { generateKeyPairSync } from 'node:crypto';

/** A value of a secret, and which of the sentences about its variable it draws, by their place; none if it is good. */
export interface SecretSample {
  readonly title: string;
  readonly value: string;
  readonly draws: readonly number[];
}

const UUID = 'fedcba98-7654-3210-fedc-ba9876543210';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Samples by a variable that takes such a secret. */
export const SECRET_SAMPLES: Readonly<Record<string, readonly SecretSample[]>> = {
  proxmox_main_site_api_token: [
    good('a token', `root@pam!tofu=${UUID}`),
    good('a token of a longer name', `me@corp.example@my-realm!a.b-c_d=${UUID.toUpperCase()}`),
    bad('nothing', ''),
    bad('the secret alone', UUID),
    bad('the name alone', 'root@pam!tofu'),
    bad('no name of the token', `root@pam=${UUID}`),
    bad('no realm', `root!tofu=${UUID}`),
    bad('quotes', `"root@pam!tofu=${UUID}"`),
    bad('a line break', `root@pam!tofu=${UUID}\n`),
    bad('a header', `Authorization: PVEAPIToken=root@pam!tofu=${UUID}`),
    bad('half of the secret', `root@pam!tofu=${UUID.slice(9)}`),
    bad('a colon', `root@pam!tofu:${UUID}`),
  ],
  proxmox_main_ssh_private_key: [
    good('PKCS 8', pem('pkcs8')),
    good('SEC 1', pem('sec1')),
    good('lines of Windows', pem('sec1').replaceAll('\n', '\r\n')),
    good('no line break at the end', pem('sec1').trim()),
    good('OpenSSH', openSsh('none')),
    bad('nothing', ''),
    bad('the name of a file', '~/.ssh/id_ed25519'),
    bad('a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    bad('line breaks as letters', pem('sec1').replaceAll('\n', '\\n')),
    bad('half of a key', pem('sec1').slice(0, 100)),
    bad('PKCS 8 with a passphrase', pem('pkcs8', true), 1),
    bad('SEC 1 with a passphrase', pem('sec1', true), 1),
    bad('OpenSSH with a passphrase', openSsh('aes256-ctr'), 1),
    bad('OpenSSH with a passphrase, another cipher', openSsh('chacha20-poly1305@openssh.com'), 1),
  ],
  state_passphrase: [
    good('sixteen characters', '0123456789abcdef'),
    // OpenTofu counts bytes
    good('eight umlauts', 'äöüäöüäö'),
    bad('fifteen characters', '0123456789abcde'),
    bad('seven umlauts and a letter', 'äöüäöüäa'),
    bad('nothing', ''),
  ],
  gitea_token: [
    good('a token', '0123456789abcdef'),
    bad('nothing', ''),
    bad('two words', 'Bearer 0123'),
    bad('a line break', '0123456789abcdef\n'),
  ],
};

function good(title: string, value: string): SecretSample {
  return { title, value, draws: [] };
}

function bad(title: string, value: string, sentence = 0): SecretSample {
  return { title, value, draws: [sentence] };
}

function pem(type: 'pkcs8' | 'sec1', isLocked = false): string {
  const cipher = isLocked ? { cipher: 'aes-256-cbc', passphrase: 'p' } : {};
  return privateKey.export({ type, format: 'pem', ...cipher }).toString();
}

/** An OpenSSH key up to the name of its cipher; what follows is no key. */
function openSsh(cipher: string): string {
  const head = [Buffer.from('openssh-key-v1\0'), Buffer.from([0, 0, 0, cipher.length]), Buffer.from(cipher)];
  const text = Buffer.concat([...head, Buffer.alloc(90, 7)]).toString('base64');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${text.replace(/(.{70})/g, '$1\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
