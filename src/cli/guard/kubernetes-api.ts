import {
  answeredWith,
  answerNotJson,
  answerTooLong,
  certificateNotTrusted,
  connectionFailed,
  noAnswerIn,
} from './kubernetes-api-faults';
import { HttpFailure, httpGet } from '../../preflight/http-get';
import type { KubernetesCredentials } from '../../plan/read/kubernetes-credentials';
import type { AskedControlPlane } from '../../plan/read/version-questions';

/** A control plane that is there answers in a fraction of it. */
const TIMEOUT_MS = 5_000;

/** The lists of a cluster of thousands of pods are shorter. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Path of the list of all Node objects. */
export const NODES = '/api/v1/nodes';

/** URL of the API server of a control plane. */
export function apiUrl({ address, port }: Pick<AskedControlPlane, 'address' | 'port'>): string {
  return `https://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/**
 * Asks an API server, which changes nothing.
 *
 * @param base URL of the server
 * @returns the answer, parsed
 * @throws an error whose message says why there is none, and nothing that is secret
 */
export async function askKubernetes(
  base: string,
  path: string,
  { ca, certificate, key }: KubernetesCredentials,
): Promise<unknown> {
  const { status, text } = await httpGet({
    url: new URL(path, base),
    headers: { accept: 'application/json' },
    tls: { ca, cert: certificate, key },
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  }).catch((error: unknown) => {
    throw error instanceof HttpFailure ? new Error(sentenceOf(error)) : error;
  });
  if (status !== 200) throw new Error(answeredWith(status));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(answerNotJson());
  }
}

function sentenceOf({ kind, code }: HttpFailure): string {
  if (kind === 'timeout') return noAnswerIn(TIMEOUT_MS / 1000);
  if (kind === 'too-long') return answerTooLong(MAX_BYTES);
  if (kind === 'certificate') return certificateNotTrusted(code ?? '');
  return code ?? connectionFailed();
}
