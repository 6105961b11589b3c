import { Agent } from 'node:https';
import { type Environment, trustedAuthorities } from './authorities';
import type { EndpointAccess } from './endpoint-access';
import { HttpFailure, httpGet, type HttpQuestion } from './http-get';

/** A host that is asked about a storage that hangs takes its time. */
const TIMEOUT_MS = 15_000;

/** The lists of a large cluster of hosts are shorter. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Calls at the same time. */
const CONNECTIONS = 8;

/** Why Proxmox VE did not give what was asked for; it contains no secrets. */
export interface ProxmoxRefusal {
  /** Status; nothing if there was no answer. */
  readonly status?: number;
  /** Message of the server, or of the system. */
  readonly reason: string;
  /** Why there was no answer. */
  readonly failure?: HttpFailure['kind'];
}

/** Answer of Proxmox VE: the data, or the reason why there is none. */
export type ProxmoxAnswer = { readonly data: unknown } | { readonly refusal: ProxmoxRefusal };

/** The API of an endpoint, for questions only: it sends nothing but GET. */
export class ProxmoxApi {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly tls: NonNullable<HttpQuestion['tls']>;

  constructor(
    private readonly access: EndpointAccess,
    environment: Environment,
  ) {
    this.tls = trustOf(access, environment);
  }

  /**
   * Asks one question.
   *
   * @param path below `/api2/json`, such as `/version`
   */
  public async get(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<ProxmoxAnswer> {
    const url = new URL(`/api2/json${path}`, this.access.url);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const headers = { accept: 'application/json', authorization: `PVEAPIToken=${this.access.token}` };
    const { agent, tls } = this;
    try {
      const { status, reason, text } = await httpGet({
        url,
        headers,
        tls,
        agent,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      });
      return status === 200 ? { data: dataIn(text) } : { refusal: { status, reason } };
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return { refusal: { reason: error.code ?? error.kind, failure: error.kind } };
    }
  }

  /** Closes what is open. */
  public close(): void {
    this.agent.destroy();
  }
}

/** Trust in an endpoint, as the provider has it. */
export function trustOf(
  { insecure, minTls }: Pick<EndpointAccess, 'insecure' | 'minTls'>,
  environment: Environment,
): NonNullable<HttpQuestion['tls']> {
  return insecure
    ? { rejectUnauthorized: false, minVersion: minTls }
    : { ca: trustedAuthorities(environment), minVersion: minTls };
}

/** Nothing for what is no answer of Proxmox VE. */
function dataIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly data?: unknown }).data;
  } catch {
    return undefined;
  }
}
