import { runningMachines, type VersionAnswers } from '../../plan/read/version-answers';
import type { KubernetesCredentials } from '../../plan/read/kubernetes-credentials';
import type { AskedControlPlane, VersionQuestions } from '../../plan/read/version-questions';
import type { RunningMachine } from '../../plan/read/running-machine';
import { apiUrl, askKubernetes, NODES } from './kubernetes-api';

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
      failure: await failureOf(askKubernetes(apiUrl(controlPlane), '/version', credentials)),
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
      const [nodes, pods] = await Promise.all(
        [NODES, PODS].map((path) => askKubernetes(apiUrl(controlPlane), path, credentials)),
      );
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
