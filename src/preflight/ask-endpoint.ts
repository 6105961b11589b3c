import { blocksOf, numberOf, textOf } from '../plan/read/attributes';
import type { Environment } from './authorities';
import type { EndpointAccess } from './endpoint-access';
import type {
  Bridge,
  DatastoreDefinition,
  EndpointState,
  Guest,
  HostState,
  Permissions,
  SdnObject,
  SilentEndpoint,
} from './endpoint-state';
import type { Values } from '../plan/read/plan-json';
import { type ProxmoxAnswer, ProxmoxApi, type ProxmoxRefusal } from './proxmox-api';

/** Requests to an endpoint besides its version. */
export interface EndpointQuestions {
  /** Hosts. */
  readonly hostNames: readonly string[];
  /** Paths of the rights of Proxmox VE. */
  readonly paths: readonly string[];
  /** Ids that should be free. */
  readonly vmIds: readonly number[];
  /**
   * If zones and vnets are asked for.
   * @default false
   */
  readonly asksSdn?: boolean;
}

/** Asks whether an endpoint is there and takes the token; nothing if all is well. */
export async function silenceOf(access: EndpointAccess, environment: Environment): Promise<SilentEndpoint | undefined> {
  const api = new ProxmoxApi(access, environment);
  try {
    return silentEndpoint(access, await api.get('/version'));
  } finally {
    api.close();
  }
}

/** Machines and containers that an endpoint has, as far as the token sees them; none if it does not answer. */
export async function guestsAt(access: EndpointAccess, environment: Environment): Promise<readonly Guest[]> {
  const api = new ProxmoxApi(access, environment);
  try {
    return await guestsOf(api);
  } finally {
    api.close();
  }
}

/** Asks an endpoint what it has. It sends nothing but GET, and changes nothing. */
export async function askEndpoint(
  access: EndpointAccess,
  questions: EndpointQuestions,
  environment: Environment,
): Promise<EndpointState | SilentEndpoint> {
  const api = new ProxmoxApi(access, environment);
  try {
    const answer = await api.get('/version');
    return silentEndpoint(access, answer) ?? (await stateOf(api, access, questions, answer));
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const { question, refusal } = error;
    return { url: access.url, tokenId: tokenIdOf(access.token), refusal, question };
  } finally {
    api.close();
  }
}

/** A question without which nothing can be said of an endpoint; it has no message, as nobody sees it. */
class Unanswered extends Error {
  constructor(
    public readonly question: string,
    public readonly refusal: ProxmoxRefusal,
  ) {
    super();
  }
}

function silentEndpoint({ url, token }: EndpointAccess, answer: ProxmoxAnswer): SilentEndpoint | undefined {
  const tokenId = tokenIdOf(token);
  if ('refusal' in answer) return { url, tokenId, refusal: answer.refusal };
  const isProxmox = textOf(answer.data as Values | undefined, 'version') !== undefined;
  return isProxmox ? undefined : { url, tokenId, refusal: { status: 200, reason: 'no answer of Proxmox VE' } };
}

function tokenIdOf(token: string): string {
  return token.split('=', 1)[0] ?? '';
}

async function stateOf(
  api: ProxmoxApi,
  { token }: EndpointAccess,
  { hostNames, paths, vmIds, asksSdn = false }: EndpointQuestions,
  version: ProxmoxAnswer,
): Promise<EndpointState> {
  const [nodes, roles, datastores, guests, permissions, taken, sdn] = await Promise.all([
    listOf(api, '/nodes'),
    listOf(api, '/access/roles'),
    listOf(api, '/storage'),
    guestsOf(api),
    Promise.all(paths.map(async (path) => [path, await permissionsOn(api, path)] as const)),
    Promise.all(vmIds.map(async (vmId) => ((await isTaken(api, vmId)) ? [vmId] : []))),
    asksSdn ? sdnOf(api) : undefined,
  ]);
  const known = new Map(nodes.map((node) => [textOf(node, 'node') ?? '', textOf(node, 'status') === 'online']));
  const asked = hostNames.filter((name) => known.get(name) === true);
  const states = new Map(await Promise.all(asked.map(async (name) => [name, await hostState(api, name)] as const)));
  const takenIds = taken.flat();
  return {
    tokenId: tokenIdOf(token),
    version: textOf(dataOf(version), 'version') ?? '',
    permissions: new Map(permissions),
    roles: new Map(roles.map((role) => [textOf(role, 'roleid') ?? '', wordsOf(role, 'privs')])),
    datastores: datastores.map(definitionOf),
    hosts: new Map([...known].map(([name, isOnline]) => [name, states.get(name) ?? { isOnline }])),
    ...(sdn && { sdn }),
    guests,
    takenIds,
    freeId: takenIds.length === 0 ? undefined : await freeId(api),
  };
}

/** Zones and vnets with what waits to be applied; what is removed then is left out. */
async function sdnOf(api: ProxmoxApi): Promise<EndpointState['sdn']> {
  const [zones, vnets] = await Promise.all([
    api.get('/cluster/sdn/zones', { pending: '1' }),
    api.get('/cluster/sdn/vnets', { pending: '1' }),
  ]);
  if ('refusal' in zones || 'refusal' in vnets) return undefined;
  const written = (answer: ProxmoxAnswer, key: 'zone' | 'vnet'): readonly SdnObject[] =>
    blocksOf(answer, 'data')
      .filter(({ state }) => state !== 'deleted')
      .map((values) => {
        const zone = key === 'vnet' ? sdnText(values, 'zone') : undefined;
        const isPending = values.state !== undefined;
        return { name: textOf(values, key) ?? '', isPending, ...(zone !== undefined && { zone }) };
      });
  return { zones: written(zones, 'zone'), vnets: written(vnets, 'vnet') };
}

/** A setting as it will be. */
function sdnText(values: Values, key: string): string | undefined {
  return textOf(values.pending as Values | undefined, key) ?? textOf(values, key);
}

async function hostState(api: ProxmoxApi, name: string): Promise<HostState> {
  const [datastores, bridges, status] = await Promise.all([
    api.get(`/nodes/${name}/storage`),
    api.get(`/nodes/${name}/network`, { type: 'any_bridge' }),
    api.get(`/nodes/${name}/status`),
  ]);
  const memory = dataOf(status)?.memory as Values | undefined;
  const [totalBytes, free] = [numberOf(memory, 'total'), numberOf(memory, 'available') ?? numberOf(memory, 'free')];
  return {
    isOnline: true,
    ...(totalBytes !== undefined && free !== undefined && { memory: { totalBytes, availableBytes: free } }),
    ...('data' in datastores && { datastores: blocksOf(datastores, 'data').map(hostDatastore) }),
    ...('data' in bridges && { bridges: blocksOf(bridges, 'data').map(bridgeOf) }),
  };
}

function hostDatastore(values: Values): NonNullable<HostState['datastores']>[number] {
  return {
    id: textOf(values, 'storage') ?? '',
    isActive: isOn(values.active),
    isShared: isOn(values.shared),
    availableBytes: numberOf(values, 'avail') ?? 0,
  };
}

function bridgeOf(values: Values): Bridge {
  const [cidr, gateway] = [textOf(values, 'cidr'), textOf(values, 'gateway')];
  return {
    name: textOf(values, 'iface') ?? '',
    isVnet: values.type === 'vnet',
    ...(cidr !== undefined && { cidr }),
    ...(gateway !== undefined && { gateway }),
  };
}

function definitionOf(values: Values): DatastoreDefinition {
  const hostNames = wordsOf(values, 'nodes');
  return {
    id: textOf(values, 'storage') ?? '',
    type: textOf(values, 'type') ?? '',
    content: wordsOf(values, 'content'),
    isDisabled: isOn(values.disable),
    isSparse: isOn(values.sparse),
    ...(hostNames.length > 0 && { hostNames }),
  };
}

async function permissionsOn(api: ProxmoxApi, path: string): Promise<Permissions> {
  const answer = await answerOf(api, '/access/permissions', { path });
  const held = (answer.data as Readonly<Record<string, Values>> | null)?.[path] ?? {};
  return Object.fromEntries(Object.entries(held).map(([privilege, propagates]) => [privilege, isOn(propagates)]));
}

/** Asked of Proxmox VE itself, which knows those too that the token cannot see. */
async function isTaken(api: ProxmoxApi, vmId: number): Promise<boolean> {
  const answer = await api.get('/cluster/nextid', { vmid: String(vmId) });
  if ('data' in answer) return false;
  if (answer.refusal.status !== 400) throw new Unanswered('/cluster/nextid', answer.refusal);
  return true;
}

async function freeId(api: ProxmoxApi): Promise<number | undefined> {
  const answer = await api.get('/cluster/nextid');
  return 'data' in answer ? Number(answer.data) : undefined;
}

/** Who owns an id is said where it is known. */
async function guestsOf(api: ProxmoxApi): Promise<readonly Guest[]> {
  return blocksOf(await api.get('/cluster/resources', { type: 'vm' }), 'data').map((guest) => ({
    id: numberOf(guest, 'vmid') ?? 0,
    name: textOf(guest, 'name') ?? '',
    kind: guest.type === 'lxc' ? 'container' : 'machine',
    hostName: textOf(guest, 'node') ?? '',
    tags: wordsOf(guest, 'tags'),
  }));
}

async function listOf(api: ProxmoxApi, path: string): Promise<readonly Values[]> {
  return blocksOf(await answerOf(api, path), 'data');
}

/** @throws if there is none */
async function answerOf(
  api: ProxmoxApi,
  path: string,
  parameters?: Readonly<Record<string, string>>,
): Promise<{ readonly data: unknown }> {
  const answer = await api.get(path, parameters);
  if ('refusal' in answer) throw new Unanswered(path, answer.refusal);
  return answer;
}

function dataOf(answer: ProxmoxAnswer): Values | undefined {
  return 'data' in answer && typeof answer.data === 'object'
    ? ((answer.data ?? undefined) as Values | undefined)
    : undefined;
}

/** A comma-separated list. */
function wordsOf(values: Values, key: string): readonly string[] {
  return (textOf(values, key) ?? '').split(/[,\s;]+/).filter((word) => word !== '');
}

/** Proxmox VE answers booleans as numbers, texts and booleans. */
function isOn(value: unknown): boolean {
  return value === true || value === 1 || value === '1';
}
