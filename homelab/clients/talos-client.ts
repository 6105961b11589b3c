import {
  type ClientHttp2Session,
  connect,
  type IncomingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import { parse } from 'yaml';

/** Length of the header of a gRPC message: a byte that says it is not compressed, and the length of the message. */
const HEADER_BYTES = 5;

const TIMEOUT_MS = 30_000;

/** A machine has answered, and not with what was asked for. */
export class TalosRefusal extends Error {
  public readonly status: number;
  public readonly reason: string;

  /** @param status of gRPC, such as 3 for a wrong argument */
  constructor(address: string, status: number, reason: string) {
    super(`${address} answers with status ${status}: ${reason}`);
    this.name = 'TalosRefusal';
    this.status = status;
    this.reason = reason;
  }
}

/** The parts of a talosconfig that are read. */
interface Talosconfig {
  readonly context: string;
  readonly contexts: Readonly<Record<string, { readonly ca: string; readonly crt: string; readonly key: string }>>;
}

/** A connection to the Talos API of one machine; it must be closed. */
export class TalosConnection {
  public readonly address: string;
  private readonly session: ClientHttp2Session;

  /** @param options how the two know each other */
  constructor(address: string, options: SecureClientSessionOptions) {
    this.address = address;
    this.session = connect(`https://${address}:50000`, options);
    // each call reports it
    this.session.on('error', () => undefined);
  }

  /** To a machine in maintenance mode, whose certificate nobody knows. */
  static insecure(address: string): TalosConnection {
    return new TalosConnection(address, { rejectUnauthorized: false });
  }

  /**
   * To a machine of a cluster.
   *
   * @param talosconfig in YAML
   */
  static withTalosconfig(address: string, talosconfig: string): TalosConnection {
    const { context, contexts } = parse(talosconfig) as Talosconfig;
    const access = contexts[context];
    if (access === undefined) throw new Error(`the talosconfig has no context ${context}`);
    const { ca, crt, key } = access;
    return new TalosConnection(address, { ca: decoded(ca), cert: decoded(crt), key: pemKey(key) });
  }

  /**
   * Calls a method.
   *
   * @param method such as `/machine.MachineService/Version`
   * @param message nothing unless given
   * @returns the message of the answer, with its header
   * @throws {TalosRefusal}
   */
  call(method: string, message: Buffer = Buffer.alloc(0)): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.session.once('error', reject);
      const call = this.session.request({
        ':method': 'POST',
        ':path': method,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const parts: Buffer[] = [];
      const fail = (headers: IncomingHttpHeaders) =>
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
      call.on('trailers', (trailers: IncomingHttpHeaders) => {
        if (trailers['grpc-status'] === '0') resolve(Buffer.concat(parts));
        else fail(trailers);
      });
      call.on('data', (part: Buffer) => parts.push(part));
      call.on('close', () => this.session.removeListener('error', reject));
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32BE(message.length, 1);
      call.end(Buffer.concat([header, message]));
    });
  }

  close(): void {
    this.session.destroy();
  }
}

/**
 * The Talos version that a machine answers with to the holder of a talosconfig.
 *
 * @param talosconfig in YAML
 * @throws when the machine does not take its certificate, or the talosconfig not that of the machine
 */
export async function talosVersion(address: string, talosconfig: string): Promise<string> {
  const [version] =
    /v\d+\.\d+\.\d+/.exec(await askTalos(address, talosconfig, '/machine.MachineService/Version')) ?? [];
  if (version === undefined) throw new Error(`${address} answers without a version`);
  return version;
}

/**
 * Asks a Talos machine for something that needs no arguments; the texts in the answer can be read as they are.
 *
 * @param talosconfig in YAML
 * @param method such as `/machine.MachineService/Version`
 * @throws when the machine does not take its certificate, or the talosconfig not that of the machine
 */
export async function askTalos(address: string, talosconfig: string, method: string): Promise<string> {
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
 * @param configuration in YAML
 * @throws {TalosRefusal} with what the machine has against it
 */
export async function tryConfiguration(connection: TalosConnection, configuration: string): Promise<void> {
  await connection.call('/machine.MachineService/ApplyConfiguration', applyRequest(configuration));
}

/** Fields of ApplyConfigurationRequest in the form of protocol buffers: number and wire type in one byte. */
const DATA = 0x0a;
const MODE = 0x20;
const DRY_RUN = 0x28;
const MODE_AUTO = 1;
const TRUE = 1;

function applyRequest(configuration: string): Buffer<ArrayBuffer> {
  const data = Buffer.from(configuration, 'utf8');
  return Buffer.concat([
    Buffer.from([DATA, ...varint(data.length)]),
    data,
    Buffer.from([MODE, MODE_AUTO, DRY_RUN, TRUE]),
  ]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function decoded(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(text, 'base64');
}

/** Talos has keys of its own name, and what is in them is PKCS #8 as everywhere. */
function pemKey(key: string): string {
  return decoded(key).toString('utf8').replaceAll('ED25519 PRIVATE KEY', 'PRIVATE KEY');
}
