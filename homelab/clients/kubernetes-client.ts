import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { getJson, type HttpsAccess } from './https-client';

/** Access to the Kubernetes API of the current context. */
type KubernetesAccess = HttpsAccess & { server: string };

interface Named {
  readonly name: string;
}

/** The parts of a kubeconfig that are read. */
interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly (Named & { readonly context: { readonly cluster: string; readonly user: string } })[];
  readonly clusters: readonly (Named & {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  })[];
  readonly users: readonly (Named & {
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  })[];
}

/** @param kubeconfig in YAML */
export function readKubeconfig(kubeconfig: string): KubernetesAccess {
  const { contexts, clusters, users, 'current-context': current } = parse(kubeconfig) as Kubeconfig;
  const { context } = named(contexts, current);
  const { cluster } = named(clusters, context.cluster);
  const { user } = named(users, context.user);
  return {
    server: cluster.server,
    ca: decoded(cluster['certificate-authority-data']),
    cert: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  };
}

/** A Node object of Kubernetes, as far as it is read. */
export interface KubernetesNode {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status: {
    readonly nodeInfo: { readonly kubeletVersion: string };
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

function named<T extends Named>(entries: readonly T[], name: string): T {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`the kubeconfig has no entry ${name}`);
  return found;
}

function decoded(base64: string): Buffer<ArrayBuffer> {
  return Buffer.from(base64, 'base64');
}

/**
 * The Node objects of a cluster, as soon as the API answers and has all of them: an apply does not wait for that.
 *
 * @param kubeconfig in YAML
 * @returns in the order of their names
 * @throws when that takes too long, with what was answered last
 */
export async function awaitNodes(kubeconfig: string, count: number, timeoutMs = 120_000): Promise<KubernetesNode[]> {
  const { server, ...access } = readKubeconfig(kubeconfig);
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      const { items } = (await getJson(`${server}/api/v1/nodes`, access)) as { items: KubernetesNode[] };
      if (items.length >= count) return items;
      if (Date.now() > end)
        throw new Error(`${server} has ${items.length} nodes after ${timeoutMs / 1000} s, not ${count}`);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await pause(200);
  }
}
