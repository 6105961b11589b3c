import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import {
  answeredWith,
  answerNotJson,
  answerTooLong,
  certificateNotTrusted,
  connectionFailed,
  noAnswerIn,
} from '../errors/kubernetes-api';
import { runningMachines, type VersionAnswers } from '../plan/version-answers';
import type { AskedControlPlane, KubernetesCredentials, VersionQuestions } from '../plan/version-questions';
import type { RunningMachine } from '../plan/running-machine';

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
function ask(
  { address, port }: AskedControlPlane,
  path: string,
  { ca, certificate, key }: KubernetesCredentials,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (message: string): void => reject(new Error(message));
    const call = request(
      { host: address, port, path, ca, cert: certificate, key, agent: false, headers: { accept: 'application/json' } },
      (answer) => receive(answer, resolve, fail),
    );
    // the whole call, not only a pause in it
    const timer = setTimeout(() => {
      fail(noAnswerIn(TIMEOUT_MS / 1000));
      call.destroy();
    }, TIMEOUT_MS);
    call.on('close', () => clearTimeout(timer));
    call.on('error', (error: NodeJS.ErrnoException) => fail(reasonOf(error)));
    call.end();
  });
}

function receive(answer: IncomingMessage, resolve: (value: unknown) => void, fail: (message: string) => void): void {
  const { statusCode = 0 } = answer;
  const parts: Buffer[] = [];
  let bytes = 0;
  answer.on('error', (error: NodeJS.ErrnoException) => fail(reasonOf(error)));
  answer.on('data', (part: Buffer) => {
    bytes += part.length;
    parts.push(part);
    if (bytes <= MAX_BYTES) return;
    fail(answerTooLong(MAX_BYTES));
    answer.destroy();
  });
  answer.on('end', () => {
    if (statusCode !== 200) {
      fail(answeredWith(statusCode));
      return;
    }
    try {
      resolve(JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown);
    } catch {
      fail(answerNotJson());
    }
  });
}

/** A word of the system, such as ECONNREFUSED; what libraries say may quote what they were given. */
function reasonOf({ code }: NodeJS.ErrnoException): string {
  if (code === undefined) return connectionFailed();
  return /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_(?:TLS|SSL|OSSL)/.test(code) ? certificateNotTrusted(code) : code;
}
