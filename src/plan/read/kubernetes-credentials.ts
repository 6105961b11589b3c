import { RESOURCE_TYPES } from '../../resource-types';
import { blocksOf, textOf } from './attributes';
import type { Plan, Values } from './plan-json';

/** Who calls the Kubernetes API. It holds a secret and is never shown. */
export interface KubernetesCredentials {
  /** Certificate of the authority of the cluster, as PEM. */
  readonly ca: string;
  /** Certificate of the client, as PEM. */
  readonly certificate: string;
  /** Key of that certificate, as PEM. */
  readonly key: string;
}

/** A way to the Kubernetes API, as the resource of a kubeconfig has it. */
export interface KubernetesAccess {
  /** URL of the API; nothing if it is not known. */
  readonly url?: string;
  /** Who calls. */
  readonly credentials: KubernetesCredentials;
}

/** The way to the Kubernetes API that the state of a planned stack has; nothing if it has none. */
export function kubernetesAccess({ resources }: Plan): KubernetesAccess | undefined {
  return accessOf(resources.find(({ type, before }) => type === RESOURCE_TYPES.clusterKubeconfig && before)?.before);
}

/**
 * The way to the Kubernetes API in a state.
 *
 * @param state what `tofu state pull` prints, parsed
 * @returns nothing if it has none
 */
export function accessInState(state: unknown): KubernetesAccess | undefined {
  const kubeconfig = blocksOf(state as Values, 'resources').find(
    ({ mode, type }) => mode === 'managed' && type === RESOURCE_TYPES.clusterKubeconfig,
  );
  const [instance] = blocksOf(kubeconfig, 'instances');
  return accessOf(blocksOf(instance, 'attributes')[0]);
}

function accessOf(kubeconfig: Values | undefined): KubernetesAccess | undefined {
  const [client] = blocksOf(kubeconfig, 'kubernetes_client_configuration');
  const [ca, certificate, key] = ['ca_certificate', 'client_certificate', 'client_key'].map((name) =>
    pemOf(client, name),
  );
  if (ca === undefined || certificate === undefined || key === undefined) return undefined;
  return { url: textOf(client, 'host'), credentials: { ca, certificate, key } };
}

/** The provider keeps PEM in base64, as a kubeconfig does. */
function pemOf(client: Values | undefined, name: string): string | undefined {
  const text = textOf(client, name);
  return text === undefined || text.startsWith('-----') ? text : Buffer.from(text, 'base64').toString('utf8');
}
