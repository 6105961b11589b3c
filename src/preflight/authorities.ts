import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tls from 'node:tls';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where programs written in Go, such as the providers, look on Linux: the first file there is, and all directories. */
const FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const DIRECTORIES = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The certificate authorities that the providers trust, as PEM: those of the system, or of `SSL_CERT_FILE` and
 * `SSL_CERT_DIR`. An endpoint that is trusted by a provider is trusted here, and no other.
 */
export function trustedAuthorities(environment: Environment, platform: NodeJS.Platform = process.platform): string[] {
  const { SSL_CERT_FILE: file = '', SSL_CERT_DIR: directories = '' } = environment;
  if (platform === 'darwin' || platform === 'win32') return systemAuthorities();
  const first = (file === '' ? FILES : [file]).map(certificatesIn).find((found) => found.length > 0) ?? [];
  const others = (directories === '' ? DIRECTORIES : directories.split(':')).flatMap(certificatesBelow);
  return [...new Set([...first, ...others])];
}

/** Keychain and certificate store, which newer releases of Node can read. */
function systemAuthorities(): string[] {
  const { getCACertificates: read } = tls as { readonly getCACertificates?: (kind: 'system') => string[] };
  return [...tls.rootCertificates, ...(read?.('system') ?? [])];
}

function certificatesBelow(directory: string): readonly string[] {
  try {
    return readdirSync(directory).flatMap((name) => certificatesIn(join(directory, name)));
  } catch {
    return [];
  }
}

function certificatesIn(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').match(PEM) ?? [];
  } catch {
    // a directory, or a file that nobody may read: another one may do
    return [];
  }
}
