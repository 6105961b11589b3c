import { renamedExtension } from '../data/extensions';
import {
  factoryBehindProxy,
  factoryLacksExtension,
  factoryLacksSchematic,
  factoryLacksVersion,
  factoryUnreachable,
} from './faults';
import { type Environment, trustedAuthorities } from './authorities';
import { HttpFailure, httpGet } from './http-get';
import type { FactoryNeeds } from './needs';
import type { Findings, Shortage } from './shortage';

/** The public factory answers in a fraction of it. */
const TIMEOUT_MS = 15_000;

/** The list of all extensions is far shorter. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Answer of Go for a path that an older factory does not have. */
const NO_SUCH_PATH = '404 page not found';

/** Asks Image Factory whether it has the releases and the schematics of a plan. */
export async function factoryFindings(needs: FactoryNeeds, environment: Environment): Promise<Findings> {
  if (hasProxy(environment, new URL(needs.url))) {
    return { shortages: [], advice: [], unchecked: [factoryBehindProxy(needs.url)] };
  }
  try {
    return { shortages: await shortagesOf(needs, new Factory(needs.url, environment)), advice: [] };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { shortages: [lack(needs, factoryUnreachable(needs.url, error.code ?? error.kind))], advice: [] };
  }
}

async function shortagesOf(needs: FactoryNeeds, factory: Factory): Promise<readonly Shortage[]> {
  const known = await factory.list('/versions');
  const versions = [...new Set(needs.images.map(({ version }) => version))];
  const missing = known === undefined ? [] : versions.filter((version) => !known.includes(version));
  const found = await Promise.all([
    ...versions
      .filter((version) => !missing.includes(version))
      .map((version) => missingExtensions(needs, version, factory)),
    ...[...new Set(needs.images.flatMap(({ knownSchematicId }) => knownSchematicId ?? []))].map((id) =>
      missingSchematic(needs, id, factory),
    ),
  ]);
  return [
    ...missing.map((version) => lack(needs, factoryLacksVersion(needs.url, version, newestLike(version, known ?? [])))),
    ...found.flat(),
  ];
}

async function missingExtensions(needs: FactoryNeeds, version: string, factory: Factory): Promise<readonly Shortage[]> {
  if (needs.extensions.length === 0) return [];
  const known = await factory.list(`/version/${version}/extensions/official`);
  if (known === undefined) return [];
  return needs.extensions
    .filter((name) => !known.includes(name) && !known.includes(renamedExtension(name) ?? ''))
    .map((name) => lack(needs, factoryLacksExtension(needs.url, name, version)));
}

async function missingSchematic(needs: FactoryNeeds, id: string, factory: Factory): Promise<readonly Shortage[]> {
  if (!(await factory.isMissing(`/schematics/${id}`))) return [];
  return [lack(needs, factoryLacksSchematic(needs.url, id))];
}

function lack({ url }: FactoryNeeds, message: string): Shortage {
  return { kind: 'factory-lacks', accept: `factory/${new URL(url).host}`, message };
}

function newestLike(version: string, known: readonly string[]): string | undefined {
  const minor = version.split('.', 2).join('.');
  const patchOf = (release: string): number => Number(/\.(\d+)$/.exec(release)?.[1] ?? -1);
  return known.filter((release) => release.startsWith(`${minor}.`)).sort((a, b) => patchOf(b) - patchOf(a))[0];
}

/** Image Factory, for questions only. */
class Factory {
  private readonly ca: string[];

  constructor(
    private readonly url: string,
    environment: Environment,
  ) {
    this.ca = trustedAuthorities(environment);
  }

  /** Names in a list; nothing if the factory does not say. */
  public async list(path: string): Promise<readonly string[] | undefined> {
    const { status, text } = await this.get(path);
    if (status !== 200) return undefined;
    try {
      const list = JSON.parse(text) as readonly (string | { readonly name?: string })[];
      return list.map((each) => (typeof each === 'string' ? each : (each.name ?? '')));
    } catch {
      return undefined;
    }
  }

  /** True if the factory says that there is no such thing. */
  public async isMissing(path: string): Promise<boolean> {
    const { status, text } = await this.get(path);
    return status === 404 && text.trim() !== NO_SUCH_PATH;
  }

  private get(path: string): ReturnType<typeof httpGet> {
    const url = new URL(`${this.url}${path}`);
    return httpGet({ url, tls: { ca: this.ca }, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  }
}

/** True if the providers reach a host through a proxy, which is not used here. */
export function hasProxy(environment: Environment, { protocol, hostname }: URL): boolean {
  const value = (name: string): string => environment[name] ?? environment[name.toLowerCase()] ?? '';
  const proxy = protocol === 'https:' ? value('HTTPS_PROXY') : value('HTTP_PROXY');
  const without = value('NO_PROXY')
    .split(',')
    .map((name) => name.trim().replace(/^\./, ''));
  const isLocal = hostname === 'localhost' || hostname.startsWith('127.');
  return (
    proxy !== '' &&
    !isLocal &&
    !without.some((name) => name === '*' || hostname === name || (name !== '' && hostname.endsWith(`.${name}`)))
  );
}
