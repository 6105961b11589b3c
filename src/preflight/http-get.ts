import type { IncomingMessage } from 'node:http';
import { request as requestPlain } from 'node:http';
import { type Agent, request, type RequestOptions } from 'node:https';

/** A call. */
export interface HttpQuestion {
  /** URL to call. */
  readonly url: URL;
  /** Headers; they may hold a secret, which no failure repeats. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Trust and certificate of the connection. */
  readonly tls?: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'minVersion'>;
  /**
   * Connections that are shared.
   * @default - one of its own
   */
  readonly agent?: Agent;
  /** Time for the whole call. */
  readonly timeoutMs: number;
  /** Longest answer that is read. */
  readonly maxBytes: number;
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  /** Status. */
  readonly status: number;
  /** Reason phrase beside the status, in which Proxmox VE explains its answer. */
  readonly reason: string;
  /** Body. */
  readonly text: string;
  /**
   * Time of the server when it answered, in milliseconds since 1970; whole seconds.
   * @default - it did not say
   */
  readonly date?: number;
}

/** Why there is no answer. */
export type HttpFailureKind = 'timeout' | 'certificate' | 'connection' | 'too-long';

/** There is no answer. Its message says nothing that was asked or sent. */
export class HttpFailure extends Error {
  /**
   * @param kind why
   * @param code word of the system, such as `ECONNREFUSED`, where it has one
   */
  constructor(
    public readonly kind: HttpFailureKind,
    public readonly code?: string,
  ) {
    super(code === undefined ? kind : `${kind}: ${code}`);
    this.name = 'HttpFailure';
  }
}

/**
 * Asks with GET, which changes nothing.
 *
 * @throws `HttpFailure` if there is no answer
 */
export function httpGet(question: HttpQuestion): Promise<HttpAnswer> {
  return call(question, 'GET');
}

/**
 * Sends a form.
 *
 * @param form fields by name; they may hold a secret, which no failure repeats
 * @throws `HttpFailure` if there is no answer
 */
export function httpSend(
  { headers, ...question }: HttpQuestion,
  method: 'POST' | 'PUT',
  form: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  const contentType = { 'content-type': 'application/x-www-form-urlencoded' };
  return call({ ...question, headers: { ...headers, ...contentType } }, method, new URLSearchParams(form).toString());
}

function call(
  { url, headers, tls, agent, timeoutMs, maxBytes }: HttpQuestion,
  method: string,
  body = '',
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (kind: HttpFailureKind, code?: string): void => reject(new HttpFailure(kind, code));
    const read = (answer: IncomingMessage): void => receive(answer, maxBytes, resolve, fail);
    const sent =
      url.protocol === 'http:'
        ? requestPlain(url, { agent: false, method, headers }, read)
        : request(url, { ...tls, agent: agent ?? false, method, headers }, read);
    // the whole call, not only a pause in it
    const timer = setTimeout(() => {
      fail('timeout');
      sent.destroy();
    }, timeoutMs);
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', (error: NodeJS.ErrnoException) => fail(...reasonOf(error)));
    sent.end(body);
  });
}

function receive(
  answer: IncomingMessage,
  maxBytes: number,
  resolve: (answer: HttpAnswer) => void,
  fail: (kind: HttpFailureKind, code?: string) => void,
): void {
  const { statusCode: status = 0, statusMessage: reason = '' } = answer;
  const parts: Buffer[] = [];
  let bytes = 0;
  answer.on('error', (error: NodeJS.ErrnoException) => fail(...reasonOf(error)));
  answer.on('data', (part: Buffer) => {
    bytes += part.length;
    parts.push(part);
    if (bytes <= maxBytes) return;
    fail('too-long');
    answer.destroy();
  });
  answer.on('end', () => {
    const date = Date.parse(answer.headers.date ?? '');
    const text = Buffer.concat(parts).toString('utf8');
    resolve({ status, reason, text, ...(!Number.isNaN(date) && { date }) });
  });
}

/** A word of the system, such as ECONNREFUSED; what libraries say may quote what they were given. */
function reasonOf({ code }: NodeJS.ErrnoException): [HttpFailureKind, string?] {
  if (code === undefined) return ['connection'];
  const isTrust = /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_(?:TLS|SSL|OSSL)/.test(code);
  return [isTrust ? 'certificate' : 'connection', code];
}
