import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { isWholeConfiguration } from '../../src/values/schematic/embedded-configuration';
import { isLoopbackDial, outsideLocations } from './locations';
import { isPlace, type KnownPlaces, MACHINE, PATCHES, PROVIDERS, STACK } from './network-places';

/** Something in a stack that leads away from loopback, or of which nobody can say that it does not. */
export interface OutsideDial {
  /** Such as `provider.proxmox[0].endpoint`. */
  readonly place: string;
  /** The value there. */
  readonly value: string;
  readonly reason: string;
}

type Path = readonly (string | number)[];

/** Part of a stack, of which no more is known than that it is one. */
type Block = Readonly<Record<string, any>>;

/** Programs that dial what their arguments say in ways that nobody can check. */
const DIALLING_PROGRAMS =
  /(?:^|[\s;|&(`/])(curl|wget|ssh|scp|sftp|rsync|nc|ncat|netcat|socat|telnet|ping|dig|host|nslookup|git|kubectl|helm|talosctl|tofu|terraform|python3?|node|perl|ruby)(?=\s|$)/;

/** Beginning of a value in a patch that OpenTofu makes. */
const LATE_VALUE = '${jsonencode(';

/** A stack that would dial something else than 127.0.0.0/8; the message lists every place. */
export class OutsideDialsError extends Error {
  constructor(
    directory: string,
    /** Each place that leads away. */
    public readonly dials: readonly OutsideDial[],
  ) {
    const lines = dials.map(({ place, value, reason }) => `  ${place}: ${JSON.stringify(value)} ${reason}`);
    super(`nothing was run in ${directory}, as it leads away from 127.0.0.0/8:\n${lines.join('\n')}`);
    this.name = 'OutsideDialsError';
  }
}

/**
 * Makes sure that OpenTofu, the providers and the simulated machines dial nothing but loopback when a stack is applied.
 * To be called before OpenTofu is started.
 *
 * @param directory of the stack
 * @throws {OutsideDialsError}
 */
export function refuseOutsideDials(directory: string): void {
  const dials = readdirSync(directory)
    .sort()
    .flatMap((name) => dialsOfFile(directory, name));
  if (dials.length > 0) throw new OutsideDialsError(directory, dials);
}

function dialsOfFile(directory: string, name: string): OutsideDial[] {
  if (/\.(tf|tofu)\.json$/.test(name)) return outsideDials(JSON.parse(readFileSync(join(directory, name), 'utf8')));
  const isRead = /\.(tf|tofu|tfvars|tfvars\.json)$/.test(name);
  return isRead ? [{ place: name, value: name, reason: 'is a file of OpenTofu that is not looked at; remove it' }] : [];
}

/** Everything in a stack that leads away from loopback. */
export function outsideDials(stack: Block): OutsideDial[] {
  return [
    ...textsOf(stack).flatMap(dialsOfText),
    ...dialsOfProviders(stack),
    ...dialsOfBackend(stack.terraform ?? {}),
    ...dialsOfHosts(stack),
    ...dialsOfFlux(stack),
    ...Object.keys(stack.module ?? {}).map((name) =>
      dial(['module', name], name, 'is a module, whose content is not looked at'),
    ),
    ...Object.keys(stack.data?.terraform_remote_state ?? {}).map((id) =>
      dial(['data', 'terraform_remote_state', id], id, 'reads the state of another stack'),
    ),
  ];
}

/** Outside dials of a whole machine configuration in the image; a part of one changes nothing here. */
function dialsOfSchematic(path: Path, text: string): OutsideDial[] {
  const { customization } = (parse(text) ?? {}) as Block;
  const { embeddedMachineConfiguration: embedded } = (customization ?? {}) as Block;
  if (typeof embedded !== 'string' || !isWholeConfiguration(embedded)) return [];
  return dialsOfPatch([...path, 'embeddedMachineConfiguration'], embedded);
}

function dialsOfText(found: FoundText): OutsideDial[] {
  const { path, text, isKey } = found;
  const place = placeOf(path);
  if (!isKey && isPlace('resource.talos_image_factory_schematic.*.schematic', place)) {
    return dialsOfSchematic(path, text);
  }
  if (!isKey && PATCHES.some((pattern) => isPlace(pattern, place))) return dialsOfPatch(path, text);
  if (!isKey && isPlace('resource.*.*.provisioner.local-exec.command', place)) {
    const [, program] = DIALLING_PROGRAMS.exec(text) ?? [];
    if (program !== undefined) return [dial(path, text, `calls ${program}, and nobody can say what that dials`)];
    // the shell takes both from the environment, which is looked at
    return dialsAt({ ...found, text: text.replaceAll('/dev/tcp/$host/$port', '') }, path, STACK);
  }
  return dialsAt(found, path, STACK);
}

/** Everything that a machine dials by a patch of its configuration. */
function dialsOfPatch(path: Path, text: string): OutsideDial[] {
  return parseAllDocuments(withTextsOfExpressions(text)).flatMap((document) =>
    textsOf(document.toJS()).flatMap((found) => dialsAt(found, [...path, ...found.path], MACHINE)),
  );
}

/**
 * A patch in which a value that only OpenTofu knows is a text: that of its expression, in which addresses are looked for as
 * in any other.
 */
function withTextsOfExpressions(patch: string): string {
  const start = patch.indexOf(LATE_VALUE);
  if (start === -1) return patch;
  const end = endOfBraces(patch, start + 1);
  const rest = withTextsOfExpressions(patch.slice(end));
  return `${patch.slice(0, start)}${JSON.stringify(patch.slice(start, end))}${rest}`;
}

/** Position after the brace that belongs to one. */
function endOfBraces(text: string, start: number): number {
  let open = 0;
  for (let position = start; position < text.length; position++) {
    if (text[position] === '{') open += 1;
    if (text[position] === '}' && --open === 0) return position + 1;
  }
  return text.length;
}

/** @param path of the text in the stack */
function dialsAt({ path: inside, text, isKey }: FoundText, path: Path, { dialled, texts }: KnownPlaces): OutsideDial[] {
  const place = placeOf(inside);
  if (!isKey && dialled.some((pattern) => isPlace(pattern, place))) {
    return isLoopbackDial(text) ? [] : [dial(path, text, 'is dialled')];
  }
  if (texts.some(([pattern]) => isPlace(pattern, place))) return [];
  return outsideLocations(text).map((location) => dial(path, location, 'may be dialled'));
}

/** Providers that are not known, and known ones that fall back on an address of their own. */
function dialsOfProviders(stack: Block): OutsideDial[] {
  const configured = Object.keys(stack.provider ?? {});
  const used = ['resource', 'data', 'ephemeral'].flatMap((block) => Object.keys(stack[block] ?? {}));
  const names = [...new Set([...configured, ...used.map((type) => type.split('_')[0] ?? '')])].sort();
  return names.flatMap((name) => {
    const required = PROVIDERS[name];
    if (required === undefined) return [dial(['provider', name], name, 'is a provider whose calls are not known')];
    const blocks = configured.includes(name) ? blocksOf(stack.provider[name]) : [{}];
    return blocks.flatMap((block, index) =>
      required
        .filter((key) => valueAt(block, key.split('.')) === undefined)
        .map((key) =>
          dial(['provider', name, index, key], '', 'is not set, so the provider dials what it knows itself'),
        ),
    );
  });
}

/** What says where a backend keeps the state, by kind. */
const SERVERS = [
  ['pg', 'conn_str'],
  ['kubernetes', 'host'],
] as const;

function dialsOfBackend({ backend = {}, cloud }: Block): OutsideDial[] {
  if (cloud !== undefined) return [dial(['terraform', 'cloud'], 'cloud', 'keeps the state on a server of its own')];
  return Object.entries(backend as Readonly<Record<string, Block>>).flatMap(([kind, settings]) => {
    const path = ['terraform', 'backend', kind];
    if (kind === 'local' || kind === 'http') return [];
    const [, server] = SERVERS.find(([known]) => known === kind) ?? [];
    if (server !== undefined) {
      return settings[server] === undefined
        ? [dial([...path, server], '', 'is not set, so the environment says where the state is kept')]
        : [];
    }
    if (kind !== 's3') return [dial(path, kind, 'is a backend whose calls are not known')];
    const checks = ['skip_credentials_validation', 'skip_requesting_account_id'];
    return [
      ...(settings.endpoints?.s3 === undefined
        ? [dial([...path, 'endpoints', 's3'], '', 'is not set, which means AWS')]
        : []),
      ...checks
        .filter((check) => settings[check] !== true)
        .map((check) => dial([...path, check], String(settings[check]), 'is not true, so AWS is asked who calls')),
    ];
  });
}

/** Hosts that the provider reaches over SSH at an address which Proxmox VE tells. */
function dialsOfHosts(stack: Block): OutsideDial[] {
  return blocksOf(stack.provider?.proxmox).flatMap((provider, index) =>
    blocksOf(provider.ssh).flatMap((ssh) => {
      const given = blocksOf(ssh.node).map(({ name }) => name);
      const missing = [...new Set(hostsOf(stack, provider.alias))].filter((host) => !given.includes(host));
      return missing.map((host) =>
        dial(
          ['provider', 'proxmox', index, 'ssh', 'node'],
          host,
          'has no address here, so Proxmox VE is asked for one',
        ),
      );
    }),
  );
}

function hostsOf(stack: Block, alias: string | undefined): string[] {
  const provider = alias === undefined ? undefined : `proxmox.${alias}`;
  return Object.entries(stack.resource ?? {})
    .filter(([type]) => type.startsWith('proxmox_'))
    .flatMap(([, byId]) => Object.values(byId as Block).flatMap(blocksOf))
    .filter((resource) => resource.provider === provider)
    .flatMap(({ node_name: host }) => (typeof host === 'string' ? [host] : []));
}

function dialsOfFlux(stack: Block): OutsideDial[] {
  return Object.entries(stack.resource?.flux_bootstrap_git ?? {}).flatMap(([id, resource]) =>
    blocksOf(resource)
      .filter(({ embedded_manifests: embedded }) => embedded !== true)
      .map(({ embedded_manifests: embedded }) =>
        dial(
          ['resource', 'flux_bootstrap_git', id, 'embedded_manifests'],
          String(embedded),
          'is not true, so manifests are fetched from GitHub',
        ),
      ),
  );
}

/** A block stands alone or in a list of such. */
function blocksOf(value: unknown): Block[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Block];
}

/** A text and where it stands; keys of maps are data as well. */
interface FoundText {
  path: Path;
  text: string;
  isKey: boolean;
}

function textsOf(value: unknown, path: Path = []): FoundText[] {
  if (typeof value === 'string') return [{ path, text: value, isKey: false }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => [
    { path: [...path, key], text: key, isKey: true },
    ...textsOf(entry, [...path, key]),
  ]);
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce((found: unknown, key) => blocksOf(found)[0]?.[key], value);
}

function placeOf(path: Path): string[] {
  return path.filter((key) => typeof key === 'string');
}

function dial(path: Path, value: string, reason: string): OutsideDial {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return { place: place.slice(1), value, reason };
}
