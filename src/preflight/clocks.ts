import { numberOf } from '../plan/read/attributes';
import type { Values } from '../plan/read/plan-json';
import { type Environment, trustedAuthorities } from './authorities';
import { clockNotAllowed } from './clock-faults';
import { writtenAccess } from './endpoint-access';
import { hasProxy } from './factory';
import { HttpFailure, httpGet } from './http-get';
import { hostNamesOf } from './needs';
import { ProxmoxApi, type ProxmoxAnswer } from './proxmox-api';
import { writtenNeeds } from './written-needs';

/** A clock that was read, or the reason why it was not. */
export interface ReadClock {
  /** Whose it is: `main/pve1`, or the URL of Image Factory. */
  readonly name: string;
  /** Owner of the clock: a host of Proxmox VE, or Image Factory. */
  readonly kind: 'host' | 'factory';
  /**
   * By how many seconds it is ahead of the clock of this computer, rounded; negative if it is behind.
   * @default - it was not read
   */
  readonly aheadSeconds?: number;
  /**
   * Why it was not read.
   * @default - it was
   */
  readonly reason?: string;
}

/** A parsed stack and the environment of OpenTofu for it; the clocks of its hosts and of its Image Factory matter. */
export interface ClockedStack {
  /** The synthesized stack. */
  readonly stack: unknown;
  /** Holds the tokens. */
  readonly environment: Environment;
}

/** A clock is read in a fraction of it. */
const TIMEOUT_MS = 8000;

/** More than any list of releases has. */
const MAX_BYTES = 1024 * 1024;

/** Reads the clocks of all hosts and of Image Factory that stacks use, each once. It sends nothing but GET. */
export async function readClocks(stacks: readonly ClockedStack[]): Promise<readonly ReadClock[]> {
  const readings = new Map<string, () => Promise<ReadClock>>();
  for (const { stack, environment } of stacks) {
    const { endpoints, factory } = writtenNeeds(stack);
    for (const needs of endpoints) {
      const access = writtenAccess(stack, needs.providerKey, environment);
      if (access === undefined) continue;
      for (const hostName of hostNamesOf(needs)) {
        const name = `${needs.name}/${hostName}`;
        readings.set(`${access.url} ${hostName}`, () => hostClock(name, hostName, new ProxmoxApi(access, environment)));
      }
    }
    if (factory !== undefined) readings.set(factory.url, () => factoryClock(factory.url, environment));
  }
  return Promise.all([...readings.values()].map((read) => read()));
}

async function hostClock(name: string, hostName: string, api: ProxmoxApi): Promise<ReadClock> {
  try {
    const asked = Date.now();
    const answer = await api.get(`/nodes/${hostName}/time`);
    const seconds = 'data' in answer ? numberOf(answer.data as Values, 'time') : undefined;
    if (seconds === undefined) return { name, kind: 'host', reason: refusalWords(answer, hostName) };
    return { name, kind: 'host', aheadSeconds: aheadOf(seconds * 1000, asked) };
  } finally {
    api.close();
  }
}

function refusalWords(answer: ProxmoxAnswer, hostName: string): string {
  if ('data' in answer) return 'it does not say the time';
  const { status, reason } = answer.refusal;
  return status === 403 ? clockNotAllowed(hostName) : [status, reason].filter(Boolean).join(' ');
}

async function factoryClock(url: string, environment: Environment): Promise<ReadClock> {
  if (hasProxy(environment, new URL(url))) return { name: url, kind: 'factory', reason: 'it is behind a proxy' };
  try {
    const asked = Date.now();
    const tls = { ca: trustedAuthorities(environment) };
    const { date } = await httpGet({
      url: new URL(`${url}/versions`),
      tls,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    if (date === undefined) return { name: url, kind: 'factory', reason: 'it does not say the time' };
    return { name: url, kind: 'factory', aheadSeconds: aheadOf(date, asked) };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { name: url, kind: 'factory', reason: error.code ?? error.kind };
  }
}

/** Servers tell whole seconds, and told them somewhere between the question and now. */
function aheadOf(toldMs: number, askedMs: number): number {
  return Math.round((toldMs + 500 - (askedMs + Date.now()) / 2) / 1000);
}
