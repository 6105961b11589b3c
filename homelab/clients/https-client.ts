import { request } from 'node:https';

/** Who is asked, and who asks. */
export interface HttpsAccess {
  /** Certificate that the server's must be signed by, in PEM form. */
  readonly ca: string | Buffer;
  /** Certificate of the client. */
  readonly cert?: string | Buffer;
  /** Of that certificate. */
  readonly key?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Asks a server for JSON.
 *
 * @throws for an answer that is none of success
 */
export function getJson(url: string, access: HttpsAccess): Promise<any> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...access, timeout: 30_000 }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
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
