import {
  answeredWith,
  answerNotJson,
  answerTooLong,
  certificateNotTrusted,
  connectionFailed,
  noAnswerIn,
} from './kubernetes-api-faults';
import { HttpFailure, httpGet } from '../../preflight/http-get';
import { runningMachines, type VersionAnswers } from '../../plan/read/version-answers';
import type { AskedControlPlane, KubernetesCredentials, VersionQuestions } from '../../plan/read/version-questions';
import type { RunningMachine } from '../../plan/read/running-machine';

/** A control plane that is there answers in a fraction of it. */
const TIMEOUT_MS = 5_000;

/** The lists of a cluster of thousands of pods are shorter. */
const MAX_BYTES = 64 * 1024 * 1024;

const NODES = '/api/v1/nodes';
const PODS =
  '/api/v1/namespaces/kube-system/pods?labelSelector=' +
  encodeURIComponent('k8s-app in (kube-apiserver,kube-controller-manager,kube-scheduler)');

/**
 * Asks the API server of each control plane whether it answers, and the first that does what runs in the cluster. It changes
 * nothing, and takes a few seconds at most.
 */
export async function askVersions(questions: VersionQuestions): Promise<readonly RunningMachine[]> {
  const { controlPlanes, credentials } = questions;
  if (credentials === undefined) return runningMachines(questions, { failures: {} });
  const asked = await Promise.all(
    controlPlanes.map(async (controlPlane) => ({
      controlPlane,
      failure: await failureOf(ask(controlPlane, '/version', credentials)),
    })),
  );
  const failures = Object.fromEntries(
    asked.flatMap(({ controlPlane, failure }) => (failure === undefined ? [] : [[controlPlane.name, failure]])),
  );
  const answering = asked.filter(({ failure }) => failure === undefined).map(({ controlPlane }) => controlPlane);
  return runningMachines(questions, { failures, ...(await listsFrom(answering, credentials)) });
}

/** The lists of the first control plane that gives both. */
async function listsFrom(
  controlPlanes: readonly AskedControlPlane[],
  credentials: KubernetesCredentials,
): Promise<Pick<VersionAnswers, 'nodes' | 'pods'>> {
  for (const controlPlane of controlPlanes) {
    try {
      const [nodes, pods] = await Promise.all([NODES, PODS].map((path) => ask(controlPlane, path, credentials)));
      return { nodes, pods };
    } catch {
      // the next one has the same lists
    }
  }
  return {};
}

async function failureOf(answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * @returns the answer, parsed
 * @throws an error whose message says why there is none, and nothing that is secret
 */
async function ask(
  { address, port }: AskedControlPlane,
  path: string,
  { ca, certificate, key }: KubernetesCredentials,
): Promise<unknown> {
  const host = address.includes(':') ? `[${address}]` : address;
  const { status, text } = await httpGet({
    url: new URL(path, `https://${host}:${port}`),
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
