import { trustedAuthorities } from '../../preflight/authorities';
import { HttpFailure, httpGet } from '../../preflight/http-get';
import { joinObservations, type Observation } from '../../preflight/observation';
import { backendFaults } from '../tofu/backend-variables';
import type { StackDirectory } from '../tofu/stack-directory';
import { LocalState } from '../tofu/state-files';
import type { Environment } from '../tofu/variables';
import { localStateFindings } from './local-state';
import { type Backend, backendOf } from './state-place';
import {
  lockNotReachable,
  stateLocked,
  stateNeedsTofu,
  stateNeedsVariables,
  stateRead,
  stateTooSlow,
} from './state-faults';
import { failureOf, isEmptyPlace } from './state-failure';
import { type ProbedState, type ProbeOptions, probeState, STEP_SECONDS } from './state-probe';

/** Result of a look at the place where the state of a stack is kept. */
export interface StateLook {
  /** The findings. */
  readonly found: Observation;
  /**
   * True if the state has any resource.
   * @default - it was not read
   */
  readonly isApplied?: boolean;
}

/**
 * Looks whether the state of a stack can be reached and read. Nothing is written and nothing is locked.
 *
 * @param tofu OpenTofu; nothing if there is none that can be used
 * @param environment of OpenTofu
 */
export async function lookAtState(
  directory: StackDirectory,
  tofu: string | undefined,
  environment: Environment,
): Promise<StateLook> {
  const { text: _heldBack, place: _shownIn, ...look } = await readState(directory, tofu, environment);
  return look;
}

/** A look at a state, with the state itself. */
export interface ReadState extends StateLook {
  /**
   * Its text, which holds secrets.
   * @default - it was not read, or there is none
   */
  readonly text?: string;
  /** Where it is kept, for messages. */
  readonly place: string;
}

/** The same as `lookAtState`, with the text of the state. */
export async function readState(
  directory: StackDirectory,
  tofu: string | undefined,
  environment: Environment,
): Promise<ReadState> {
  const backend = backendOf(directory);
  const place = backend.shown;
  const local =
    backend.kind === 'local' ? localStateFindings(String(backend.settings.path), directory, environment) : {};
  const files = joinObservations([local]);
  if (files.errors.length > 0) return { found: files, place };
  if (LocalState.of(directory)?.isMissing === true) {
    return { found: joinObservations([files, { fine: [stateRead(backend.shown, 0)] }]), isApplied: false, place };
  }
  if (tofu === undefined) return { found: joinObservations([files, { unknown: [stateNeedsTofu()] }]), place };
  const missing = variablesIn(settingsOf(directory, backend)).filter((name) => !environment[`TF_VAR_${name}`]);
  if (missing.length > 0) {
    const names = missing.map((name) => name.toUpperCase());
    return { found: joinObservations([files, { unknown: [stateNeedsVariables(names)] }]), place };
  }
  const unplaced = backendFaults(directory.stack, environment);
  if (unplaced.length > 0) return { found: joinObservations([files, { errors: unplaced }]), place };
  const options = { program: tofu, environment };
  const [state, lock] = await Promise.all([
    probeState(settingsOf(directory, backend), options),
    lockFindings(directory, backend, options),
  ]);
  const read = readFindings(state, backend);
  // a store that cannot be read has no more to say about its locks
  const isRead = read.isApplied !== undefined;
  return { ...read, place, found: joinObservations([files, read.found, ...(isRead ? [lock] : [])]) };
}

/** A stack with nothing but its state. */
function settingsOf({ stack }: StackDirectory, { kind, settings }: Backend): object {
  const { encryption } = stack.terraform ?? {};
  const terraform = { backend: { [kind]: settings }, ...(encryption !== undefined && { encryption }) };
  const used = variablesIn(terraform);
  const variable = Object.fromEntries(Object.entries(stack.variable ?? {}).filter(([name]) => used.includes(name)));
  return { terraform, ...(used.length > 0 && { variable }) };
}

function variablesIn(settings: object): readonly string[] {
  return [...new Set([...JSON.stringify(settings).matchAll(/\bvar\.(\w+)/g)].map(([, name = '']) => name))];
}

function readFindings(state: ProbedState, backend: Backend): Omit<ReadState, 'place'> {
  if (state.kind === 'late')
    return { found: joinObservations([{ unknown: [stateTooSlow(backend.shown, STEP_SECONDS)] }]) };
  if (state.kind === 'failed' && isEmptyPlace(state.diagnostics, backend)) {
    return { found: joinObservations([{ fine: [stateRead(backend.shown, 0)] }]), isApplied: false, text: '' };
  }
  if (state.kind === 'failed')
    return { found: joinObservations([{ errors: [failureOf(state.diagnostics, backend)] }]) };
  const resources = resourcesIn(state.text);
  return {
    found: joinObservations([{ fine: [stateRead(backend.shown, resources)] }]),
    isApplied: resources > 0,
    text: state.text,
  };
}

/** OpenTofu prints nothing where there is no state yet. */
function resourcesIn(text: string): number {
  if (text.trim() === '') return 0;
  const { resources = [] } = JSON.parse(text) as { readonly resources?: readonly { readonly mode?: string }[] };
  return resources.filter(({ mode }) => mode === 'managed').length;
}

async function lockFindings(
  directory: StackDirectory,
  backend: Backend,
  options: ProbeOptions,
): Promise<Partial<Observation>> {
  const { kind, settings } = backend;
  if (kind === 's3' && settings.use_lockfile === true) return lockFile(directory, backend, options);
  const { lock_address: address } = settings;
  return kind === 'http' && typeof address === 'string' ? lockAddress(address, options.environment) : {};
}

/** The lock is a file beside the state, which is no state: reading it as one fails exactly where it is. */
async function lockFile(
  directory: StackDirectory,
  backend: Backend,
  options: ProbeOptions,
): Promise<Partial<Observation>> {
  const key = `${String(backend.settings.key)}.tflock`;
  const { stack } = directory;
  const open = { ...directory, stack: { ...stack, terraform: { ...stack.terraform, encryption: undefined } } };
  const lock = await probeState(settingsOf(open, { ...backend, settings: { ...backend.settings, key } }), options);
  return lock.kind === 'failed' ? { warnings: [stateLocked(`s3://${String(backend.settings.bucket)}/${key}`)] } : {};
}

/** A server knows locks by methods that change something; whatever it says to a plain question shows that it is there. */
async function lockAddress(address: string, environment: Environment): Promise<Partial<Observation>> {
  const { TF_HTTP_USERNAME: user = '', TF_HTTP_PASSWORD: password = '' } = environment;
  const login = Buffer.from(`${user}:${password}`).toString('base64');
  try {
    const { status, reason } = await httpGet({
      url: new URL(address),
      headers: user === '' ? {} : { authorization: `Basic ${login}` },
      tls: { ca: trustedAuthorities(environment) },
      timeoutMs: STEP_SECONDS * 1000,
      maxBytes: 1024 * 1024,
    });
    if (status === 401 || status === 403 || status >= 500)
      return { errors: [lockNotReachable(address, `${status} ${reason}`)] };
    return {};
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { errors: [lockNotReachable(address, error.code ?? error.kind)] };
  }
}
