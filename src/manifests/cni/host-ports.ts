import { isPlainObject } from '../../values/plain-object';
import { yamlLibrary } from '../../values/yaml-library';
import type { CniKind } from './cni-kind';
import type { CiliumOptions } from './settings';

/** Ports on which a part of the network of pods listens on each machine, for all other machines. */
export interface HostPorts {
  /** Name of the service that listens there: a DNS label. */
  readonly name: string;
  /** Protocol of the ports. */
  readonly protocol: 'tcp' | 'udp';
  /** The ports. */
  readonly ports: readonly number[];
}

/**
 * Flannel as Talos brings it.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/networking/ingress-firewall
 */
export const FLANNEL_PORTS: readonly HostPorts[] = [{ name: 'flannel-vxlan', protocol: 'udp', ports: [4789] }];

/** Ports that machines reach a network of pods at on each other; of one that something else installs none are known. */
export function hostPorts({ kind, ciliumValues }: CniKind): readonly HostPorts[] {
  if (kind === 'none') return [];
  return kind === 'flannel' ? FLANNEL_PORTS : ciliumPorts(ciliumValues);
}

const VXLAN: HostPorts = { name: 'cilium-vxlan', protocol: 'udp', ports: [8472] };
const GENEVE: HostPorts = { name: 'cilium-geneve', protocol: 'udp', ports: [6081] };
const WIREGUARD: HostPorts = { name: 'cilium-wireguard', protocol: 'udp', ports: [51871] };
const HEALTH: HostPorts = { name: 'cilium-health', protocol: 'tcp', ports: [4240] };
const HUBBLE: HostPorts = { name: 'cilium-hubble', protocol: 'tcp', ports: [4244] };

/** All ports that Cilium may listen on. */
export const CILIUM_PORTS: readonly HostPorts[] = [VXLAN, GENEVE, WIREGUARD, HEALTH, HUBBLE];

/**
 * Ports of Cilium with these values; all that it may have where the values are known to OpenTofu only.
 *
 * @see https://docs.cilium.io/en/stable/operations/system_requirements/#firewall-rules
 */
export function ciliumPorts(values: CiliumOptions['values']): readonly HostPorts[] {
  const known = typeof values === 'string' ? valuesOf(values) : (values ?? {});
  if (known === undefined) return CILIUM_PORTS;
  const { routingMode, tunnelProtocol, tunnelPort, encryption, hubble, healthChecking } = known;
  const tunnel = tunnelProtocol === 'geneve' ? GENEVE : VXLAN;
  const port = Number(tunnelPort ?? 0);
  const { enabled: encrypts, type = 'ipsec' } = isPlainObject(encryption) ? encryption : {};
  const hubbleIsOff = isPlainObject(hubble) && hubble.enabled === false;
  return [
    ...(routingMode === 'native' ? [] : [port > 0 ? { ...tunnel, ports: [port] } : tunnel]),
    ...(encrypts === true && type === 'wireguard' ? [WIREGUARD] : []),
    ...(healthChecking === false ? [] : [HEALTH]),
    ...(hubbleIsOff ? [] : [HUBBLE]),
  ];
}

/** The values of a text; nothing where it is no map, as is one that only OpenTofu knows. */
function valuesOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const values: unknown = yamlLibrary().parse(text);
    return isPlainObject(values) ? values : undefined;
  } catch {
    return undefined;
  }
}
