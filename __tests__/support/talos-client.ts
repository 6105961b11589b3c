import { connect } from 'node:http2';
import { parse } from 'yaml';

/** Message of gRPC without content: a byte that says it is not compressed, and a length. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/**
 * The Talos version that a machine answers with to the holder of a talosconfig.
 *
 * @throws when the machine does not take its certificate, or the talosconfig not that of the machine
 */
export async function talosVersion(address: string, talosconfig: string): Promise<string> {
  const answer = await askTalos(address, talosconfig, '/machine.MachineService/Version');
  const [version] = /v\d+\.\d+\.\d+/.exec(answer) ?? [];
  if (version === undefined) throw new Error(`${address} answers without a version`);
  return version;
}

/** Asks a machine for something that needs no arguments; the texts in the answer can be read as they are. */
export function askTalos(address: string, talosconfig: string, method: string): Promise<string> {
  const { context, contexts } = parse(talosconfig) as Talosconfig;
  const { ca = '', crt = '', key = '' } = contexts[context] ?? {};
  const session = connect(`https://${address}:50000`, { ca: decoded(ca), cert: decoded(crt), key: pemKey(key) });
  return new Promise<string>((resolve, reject) => {
    session.on('error', reject);
    const call = session.request({
      ':method': 'POST',
      ':path': method,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const parts: Buffer[] = [];
    const fail = (trailers: Trailers) =>
      reject(new Error(`${address} answers with status ${trailers['grpc-status']}: ${trailers['grpc-message']}`));
    call.setTimeout(30_000, () => call.destroy(new Error(`${address} does not answer`)));
    call.on('error', reject);
    // an error comes without a body, and its status among the headers
    call.on('response', (headers) => {
      if (headers['grpc-status'] !== undefined) fail(headers);
    });
    call.on('trailers', (trailers: Trailers) => {
      if (trailers['grpc-status'] === '0') resolve(Buffer.concat(parts).toString('latin1'));
      else fail(trailers);
    });
    call.on('data', (part: Buffer) => parts.push(part));
    call.end(EMPTY_MESSAGE);
  }).finally(() => session.destroy());
}

interface Talosconfig {
  readonly context: string;
  readonly contexts: Readonly<Record<string, Readonly<Partial<Record<'ca' | 'crt' | 'key', string>>>>>;
}

type Trailers = Readonly<Record<string, string | string[] | undefined>>;

function decoded(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

/** Talos has keys of its own name, and what is in them is PKCS #8 as everywhere. */
function pemKey(key: string): string {
  return decoded(key).toString('utf8').replaceAll('ED25519 PRIVATE KEY', 'PRIVATE KEY');
}
