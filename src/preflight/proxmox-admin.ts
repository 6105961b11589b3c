import { blocksOf, textOf } from '../plan/read/attributes';
import type { Values } from '../plan/read/plan-json';
import type { AccessState, AccessStep } from './access-steps';
import type { Environment } from './authorities';
import type { EndpointPlace } from './endpoint-access';
import { HttpFailure, httpGet, type HttpAnswer, type HttpQuestion, httpSend } from './http-get';
import { type ProxmoxRefusal, trustOf } from './proxmox-api';

/** A change waits for the lock of the file that all hosts share. */
const TIMEOUT_MS = 30_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** Credentials of somebody who may change users, roles and rights. They are secret. */
export type AdminCredentials = { readonly token: string } | { readonly username: string; readonly password: string };

/** Proxmox VE has refused a call of an administrator. */
export class AdminRefused extends Error {
  constructor(
    /** The call, such as `PUT /access/acl`. */
    public readonly call: string,
    /** Why. */
    public readonly refusal: ProxmoxRefusal,
  ) {
    super(`${call}: ${refusal.status ?? ''} ${refusal.reason}`);
    this.name = 'AdminRefused';
  }
}

/** The API of an endpoint for an administrator: the one place that changes something there without OpenTofu. */
export class ProxmoxAdmin {
  /**
   * Signs in; a token needs no call.
   *
   * @throws {AdminRefused} if user and password are refused, or nothing answers
   */
  public static async signIn(
    place: EndpointPlace,
    credentials: AdminCredentials,
    environment: Environment,
  ): Promise<ProxmoxAdmin> {
    const tls = trustOf(place, environment);
    if ('token' in credentials) {
      return new ProxmoxAdmin(place.url, tls, { authorization: `PVEAPIToken=${credentials.token}` });
    }
    const nobody = new ProxmoxAdmin(place.url, tls, {});
    const given = (await nobody.send('POST', '/access/ticket', credentials)) as Values | undefined;
    const [ticket, csrf] = [textOf(given, 'ticket'), textOf(given, 'CSRFPreventionToken')];
    // with a second factor there is a ticket that is good for nothing but to send it
    if (ticket === undefined || csrf === undefined || isOn(given?.NeedTFA)) {
      throw new AdminRefused('POST /access/ticket', { status: 200, reason: 'no ticket: a second factor is needed' });
    }
    return new ProxmoxAdmin(place.url, tls, { cookie: `PVEAuthCookie=${ticket}`, csrfpreventiontoken: csrf });
  }

  private constructor(
    private readonly url: string,
    private readonly tls: HttpQuestion['tls'],
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  /**
   * Release of Proxmox VE, such as `9.1.1`.
   *
   * @throws {AdminRefused} if there is no answer
   */
  public async version(): Promise<string> {
    return textOf((await this.get('/version')) as Values | undefined, 'version') ?? '';
  }

  /**
   * Users, roles and rights of the endpoint, and the tokens of one user.
   *
   * @throws {AdminRefused} if one of them may not be seen
   */
  public async access(userId: string): Promise<AccessState> {
    const [users, roles, given] = await Promise.all(
      ['/access/users', '/access/roles', '/access/acl'].map((path) => this.list(path)),
    );
    const ids = (users ?? []).flatMap((user) => textOf(user, 'userid') ?? []);
    const tokens = ids.includes(userId) ? await this.list(`/access/users/${encodeURIComponent(userId)}/token`) : [];
    return {
      users: ids,
      tokens: new Map(tokens.map((token) => [`${userId}!${textOf(token, 'tokenid') ?? ''}`, isOn(token.privsep ?? 1)])),
      roles: new Map(
        (roles ?? []).map((role) => [textOf(role, 'roleid') ?? '', (textOf(role, 'privs') ?? '').split(',')]),
      ),
      given: (given ?? []).map((one) => ({
        path: textOf(one, 'path') ?? '',
        role: textOf(one, 'roleid') ?? '',
        id: textOf(one, 'ugid') ?? '',
        propagate: isOn(one.propagate),
      })),
    };
  }

  /**
   * Makes one change.
   *
   * @returns the secret of a new token; nothing of any other change
   * @throws {AdminRefused} if Proxmox VE refuses
   */
  public async make({ method, path, parameters, makesToken }: AccessStep): Promise<string | undefined> {
    const answer = await this.send(method, path, parameters);
    return makesToken ? textOf(answer as Values | undefined, 'value') : undefined;
  }

  private async list(path: string): Promise<readonly Values[]> {
    return blocksOf({ data: await this.get(path) }, 'data');
  }

  private get(path: string): Promise<unknown> {
    return this.answer(`GET ${path}`, () => httpGet(this.question(path)));
  }

  private send(method: 'POST' | 'PUT', path: string, form: Readonly<Record<string, string>>): Promise<unknown> {
    return this.answer(`${method} ${path}`, () => httpSend(this.question(path), method, form));
  }

  private question(path: string): HttpQuestion {
    const { tls } = this;
    const headers = { accept: 'application/json', ...this.headers };
    return { url: new URL(`/api2/json${path}`, this.url), headers, tls, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
  }

  private async answer(call: string, ask: () => Promise<HttpAnswer>): Promise<unknown> {
    try {
      const { status, reason, text } = await ask();
      if (status !== 200) throw new AdminRefused(call, { status, reason });
      return (JSON.parse(text) as { readonly data?: unknown }).data;
    } catch (error) {
      if (error instanceof HttpFailure) {
        throw new AdminRefused(call, { reason: error.code ?? error.kind, failure: error.kind });
      }
      // a message of the parser would quote the answer, and with it a secret
      throw error instanceof SyntaxError
        ? new AdminRefused(call, { status: 200, reason: 'no answer of Proxmox VE' })
        : error;
    }
  }
}

/** Proxmox VE answers booleans as numbers, texts and booleans. */
function isOn(value: unknown): boolean {
  return value === true || value === 1 || value === '1';
}
