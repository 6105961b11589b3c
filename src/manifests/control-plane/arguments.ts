import type { Draft } from '../../values/draft';
import { nothingLeft } from '../../values/nothing-left';
import type { ControlPlaneOptions, OidcSettings } from './settings';

/** Settings that hold arguments of a component. */
export type ArgumentSetting =
  'apiServerExtraArgs' | 'controllerManagerExtraArgs' | 'schedulerExtraArgs' | 'etcdExtraArgs';

/** Arguments that Talos lets nobody set: a machine takes the configuration, and the component never starts. */
export const ARGUMENTS_OF_TALOS: Readonly<Record<ArgumentSetting | 'kubeletExtraArgs', readonly string[]>> = {
  apiServerExtraArgs: [
    'authorization-config',
    'client-ca-file',
    'encryption-provider-config',
    'etcd-cafile',
    'etcd-certfile',
    'etcd-keyfile',
    'etcd-servers',
    'kubelet-client-certificate',
    'kubelet-client-key',
    'proxy-client-cert-file',
    'proxy-client-key-file',
    'requestheader-client-ca-file',
    'service-account-key-file',
    'service-account-signing-key-file',
    'tls-cert-file',
    'tls-private-key-file',
  ],
  controllerManagerExtraArgs: [
    'authentication-kubeconfig',
    'authorization-kubeconfig',
    'cluster-signing-cert-file',
    'cluster-signing-key-file',
    'root-ca-file',
    'service-account-private-key-file',
  ],
  schedulerExtraArgs: ['authentication-kubeconfig', 'authorization-kubeconfig', 'config', 'kubeconfig'],
  etcdExtraArgs: [
    'auto-tls',
    'cert-file',
    'client-cert-auth',
    'data-dir',
    'key-file',
    'listen-client-urls',
    'listen-peer-urls',
    'name',
    'peer-auto-tls',
    'peer-cert-file',
    'peer-client-cert-auth',
    'peer-key-file',
    'peer-trusted-ca-file',
    'trusted-ca-file',
  ],
  kubeletExtraArgs: [
    'bootstrap-kubeconfig',
    'cert-dir',
    'config',
    'container-runtime',
    'container-runtime-endpoint',
    'kubeconfig',
  ],
};

/** Arguments that one setting makes. */
export type MadeArguments = Readonly<Record<string, string>>;

/** Arguments of the API server that sign-in with OpenID Connect is made of. */
export function oidcArguments(oidc: OidcSettings | undefined): MadeArguments {
  if (oidc === undefined) return {};
  const { issuerUrl, clientId, usernameClaim, usernamePrefix, groupsClaim, groupsPrefix, ...rest } = oidc;
  nothingLeft(rest);
  return {
    'oidc-issuer-url': issuerUrl,
    'oidc-client-id': clientId,
    ...(usernameClaim !== undefined && { 'oidc-username-claim': usernameClaim }),
    ...(usernamePrefix !== undefined && { 'oidc-username-prefix': usernamePrefix }),
    ...(groupsClaim !== undefined && { 'oidc-groups-claim': groupsClaim }),
    ...(groupsPrefix !== undefined && { 'oidc-groups-prefix': groupsPrefix }),
  };
}

/** Arguments by which the components listen for a Prometheus on every address. */
export interface MetricsArguments extends Readonly<Partial<Record<ArgumentSetting, MadeArguments>>> {
  /** Those of kube-proxy. */
  readonly kubeProxy: MadeArguments;
}

/** @param family of the address of the machine; `::` stands for both families, `0.0.0.0` for IPv4 */
export function metricsArguments(family: 4 | 6): MetricsArguments {
  const [address, host] = family === 4 ? ['0.0.0.0', '0.0.0.0'] : ['::', '[::]'];
  return {
    controllerManagerExtraArgs: { 'bind-address': address },
    schedulerExtraArgs: { 'bind-address': address },
    etcdExtraArgs: { 'listen-metrics-urls': `http://${host}:2381` },
    kubeProxy: { 'metrics-bind-address': `${host}:10249` },
  };
}

/** Settings that make arguments. */
export type ArgumentMaker = 'oidc' | 'exposeMetrics';

/** The setting that makes an argument already; nothing if none does. */
export function makerOf(
  { oidc, exposeMetrics }: Draft<Pick<ControlPlaneOptions, ArgumentMaker>>,
  component: ArgumentSetting,
  argument: string,
): ArgumentMaker | undefined {
  if (component === 'apiServerExtraArgs') {
    return argument in oidcArguments(oidc as OidcSettings | undefined) ? 'oidc' : undefined;
  }
  return exposeMetrics === true && argument in (metricsArguments(4)[component] ?? {}) ? 'exposeMetrics' : undefined;
}
