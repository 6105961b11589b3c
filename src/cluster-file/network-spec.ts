import { z } from 'zod';
import { dnsName, dnsNameOrAddress, ipAddress, ipNetwork, someText, wholeNumber } from '../forms/scalars';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const network = strictObject({
  /** Network of the machines, such as `10.200.0.0/16`. It gives every address its prefix. */
  subnet: ipNetwork,
  /**
   * Default gateway of every machine: an address of the subnet, the link-local IPv6 address of the router, such as
   * `fe80::1`, or an address outside of the subnet, to which the machines get a route on the link. Before they are
   * configured virtual machines have that route by a kernel argument only, so each gets an image of its own; there the
   * gateway must be an IPv4 address.
   * @default - no default route
   */
  gateway: ipAddress.optional(),
  /**
   * Virtual IP that the control planes share: a free address of the subnet.
   * @default - none
   */
  vip: ipAddress.optional(),
  /**
   * DNS name or address of the Kubernetes API, as clients and machines use it; a load balancer, for example. A name
   * must lead to the VIP if there is one.
   * @default - the VIP, or the first control plane if there is none
   */
  endpoint: dnsNameOrAddress.optional(),
  /**
   * DNS servers of every machine.
   * @default - what Talos asks by itself
   */
  dnsServers: z.array(ipAddress).optional(),
  /**
   * Domains that short names are looked up in; the first is also the domain in the cloud-init data.
   * @default - none
   */
  searchDomains: z.array(dnsName).optional(),
  /**
   * Network interface that carries the address: its name, or `physical` for the one physical interface whatever it is
   * called.
   * @default - eth0, but physical for a physical machine
   */
  link: someText.optional(),
  /**
   * VLAN of the virtual machines' ports on the bridge.
   * @default - untagged
   */
  vlanId: wholeNumber(1, 4094).optional(),
});

/** Schema of the section `network`. */
export interface NetworkSpecSchema extends NetworkObject, NamedSchema {}
type NetworkObject = typeof network;

/** Network of the machines. */
export const networkSpec: NetworkSpecSchema = network;

/** Network of the machines. */
export type NetworkSpec = DeepReadonly<z.input<typeof networkSpec>>;
