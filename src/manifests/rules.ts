import { claims } from '../values/claims';
import type { Fault } from '../values/fault';
import type { KnownSettings, SettingRule } from '../values/setting-rule';
import type { CniKind } from './cni/cni-kind';
import {
  ciliumBesideKubeProxy,
  ciliumKeepsKubeProxy,
  kubeProxyReplacedLater,
  kubeProxyWithoutReplacement,
  manifestNameTaken,
} from './faults';

/** Settings of the way in which services get their addresses. */
export interface ProxySettings {
  /**
   * If kube-proxy runs.
   * @default true
   */
  readonly kubeProxy?: boolean;
  /**
   * Network of the pods.
   * @default flannel
   */
  readonly cni?: CniKind['kind'];
  /**
   * If that network takes the place of kube-proxy.
   * @default - not known
   */
  readonly replacesKubeProxy?: boolean;
}

/** Conditions between kube-proxy and the network of the pods. */
export const PROXY_RULES: readonly SettingRule<ProxySettings>[] = [
  {
    at: () => ['kubeProxy'],
    condition: (known) => !isOff(known) || cniOf(known) !== 'flannel',
    message: kubeProxyWithoutReplacement,
  },
  {
    at: () => ['kubeProxy'],
    severity: 'advice',
    condition: (known) => !isOff(known) || cniOf(known) !== 'none',
    message: kubeProxyReplacedLater,
  },
  {
    at: () => ['kubeProxy'],
    condition: (known) => !isOff(known) || cniOf(known) !== 'cilium' || known.settings.replacesKubeProxy !== false,
    message: ciliumKeepsKubeProxy,
  },
  {
    at: () => ['kubeProxy'],
    severity: 'warning',
    condition: (known) => isOff(known) || cniOf(known) !== 'cilium' || known.settings.replacesKubeProxy !== true,
    message: ciliumBesideKubeProxy,
  },
];

/** If kube-proxy is known to be off. */
function isOff({ settings: { kubeProxy } }: KnownSettings<ProxySettings>): boolean {
  return kubeProxy === false;
}

/** The network of the pods, if that is known. */
function cniOf({ settings: { cni = 'flannel' }, isUncertain }: KnownSettings<ProxySettings>): ProxySettings['cni'] {
  return isUncertain('cni') ? undefined : cni;
}

/** Name of a manifest, and where it is written. */
export interface ManifestName {
  /** The name. */
  readonly name: string;
  /** Where it is written. */
  readonly path: Fault['path'];
}

/**
 * Names that another manifest has already, at those that come later.
 *
 * @param names those of add-ons first, so that a manifest which takes one is at fault
 */
export function manifestNamesTaken(names: readonly ManifestName[]): readonly Fault[] {
  return claims(names, ({ name }) => name).flatMap(({ item, first }) =>
    first === undefined ? [] : [{ path: item.path, message: manifestNameTaken(item.name) }],
  );
}
