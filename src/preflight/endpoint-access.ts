import { blockOf, providerOf } from '../plan/read/written-stack';
import { textOf } from '../plan/read/attributes';
import type { Environment } from './authorities';

/** How the provider of an endpoint reaches it. It holds a secret and is never shown. */
export interface EndpointAccess {
  /** Its URL, without a path. */
  readonly url: string;
  /** API token, as `USER@REALM!TOKENID=UUID`. */
  readonly token: string;
  /** True if any certificate is accepted. */
  readonly insecure: boolean;
  /** Oldest version of TLS that is taken. */
  readonly minTls: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

/** Where an endpoint is, and how far it is trusted. */
export type EndpointPlace = Omit<EndpointAccess, 'token'>;

/** Written values of an argument, as `tofu show -json` has them. */
interface ExpressionJson {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

interface PlanJson {
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, { readonly expressions?: Arguments }>>;
  };
}

type Arguments = Readonly<Record<string, ExpressionJson | undefined>>;

/**
 * Provider settings of an endpoint in a plan: its own, then those of its environment.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed; it has the values of variables
 * @returns nothing if the provider signs in otherwise than with a token, or what it needs is known late
 */
export function plannedAccess(
  planJson: unknown,
  providerKey: string,
  environment: Environment,
): EndpointAccess | undefined {
  const { variables = {}, configuration } = planJson as PlanJson;
  const written = configuration?.provider_config?.[providerKey]?.expressions ?? {};
  const variable = (name: string | undefined): unknown =>
    (name === undefined ? undefined : variables[name]?.value) ?? LATE;
  return accessOf((name) => {
    const argument = written[name];
    const value = argument?.constant_value;
    // OpenTofu does not read templates in JSON before it needs them
    if (typeof value === 'string' && value.includes('${')) return variable(variableIn(value));
    if (argument === undefined || 'constant_value' in argument) return value;
    const [reference] = (argument.references ?? []).filter((each) => each.startsWith('var.'));
    return variable(reference?.slice('var.'.length));
  }, environment);
}

/** The same before there is a plan: of a synthesized stack, with variables from the environment of OpenTofu. */
export function writtenAccess(
  stack: unknown,
  providerKey: string,
  environment: Environment,
): EndpointAccess | undefined {
  const written = providerOf(stack, PROVIDER, providerKey);
  return accessOf((name) => {
    const value = written?.[name];
    if (typeof value !== 'string' || !value.includes('${')) return value;
    const variable = variableIn(value) ?? '';
    return environment[`TF_VAR_${variable}`] ?? textOf(blockOf(stack, 'variable', variable), 'default') ?? LATE;
  }, environment);
}

/** Where an endpoint of a synthesized stack is; nothing if its URL is known late, or is none. */
export function writtenPlace(stack: unknown, providerKey: string, environment: Environment): EndpointPlace | undefined {
  const written = providerOf(stack, PROVIDER, providerKey);
  return placeOf((name) => {
    const value = written?.[name];
    return typeof value === 'string' && value.includes('${') ? LATE : value;
  }, environment);
}

/**
 * The same before there is a stack: of an endpoint whose URL and token are known.
 *
 * @param token in the variables of the provider if nothing
 * @returns nothing if there is no token of the right form
 */
export function directAccess(
  url: string,
  token: string | undefined,
  environment: Environment,
): EndpointAccess | undefined {
  const given: Readonly<Record<string, unknown>> = { endpoint: url, api_token: token };
  return accessOf((name) => given[name], environment);
}

/** The variable of a template that is nothing else. */
function variableIn(template: string): string | undefined {
  return /^\$\{var\.(\w+)\}$/.exec(template)?.[1];
}

/** Provider blocks of Proxmox VE in a synthesized stack, such as `proxmox.main`. */
export function writtenProviders(stack: unknown): readonly string[] {
  const blocks = blockOf(stack, 'provider')?.[PROVIDER];
  const list: readonly unknown[] = Array.isArray(blocks) ? blocks : [];
  return list.flatMap((block) => {
    const alias = (block as { readonly alias?: string }).alias;
    return alias === undefined ? [] : [`${PROVIDER}.${alias}`];
  });
}

const PROVIDER = 'proxmox';

/** The form that the provider takes. Proxmox VE repeats what has another one, and that may be a secret. */
const TOKEN = /^[^\s=]+@[^\s=]+![^\s=]+=[a-zA-Z0-9-]+$/;

/** Stands for a value that is known only during the apply. */
const LATE = Symbol('late');

type Argument = (name: string) => unknown;

function accessOf(argument: Argument, environment: Environment): EndpointAccess | undefined {
  const [place, token] = [placeOf(argument, environment), settingOf(argument, 'api_token', environment)];
  return place === undefined || token === undefined || !TOKEN.test(token) ? undefined : { ...place, token };
}

function placeOf(argument: Argument, environment: Environment): EndpointPlace | undefined {
  const url = settingOf(argument, 'endpoint', environment);
  if (url === undefined || !URL.canParse(url)) return undefined;
  const insecure = argument('insecure') ?? environment.PROXMOX_VE_INSECURE;
  return {
    url: new URL(url).origin,
    insecure: insecure === true || insecure === 'true' || insecure === '1',
    minTls: TLS_VERSIONS[settingOf(argument, 'min_tls', environment) ?? '1.3'] ?? 'TLSv1.3',
  };
}

/** An argument of the provider, or its variable in the environment. */
function settingOf(argument: Argument, name: string, environment: Environment): string | undefined {
  const value = argument(name);
  if (value === LATE) return undefined;
  return typeof value === 'string' && value !== '' ? value : environment[`PROXMOX_VE_${name.toUpperCase()}`];
}

const TLS_VERSIONS: Readonly<Record<string, EndpointAccess['minTls'] | undefined>> = {
  '1.0': 'TLSv1',
  '1.1': 'TLSv1.1',
  '1.2': 'TLSv1.2',
  '1.3': 'TLSv1.3',
};
