import { dnsNameOrAddress, ipAddress } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { firewallShape } from '../machine-config/firewall-shape';
import { clusterNetworkForms } from '../network/shape';
import type { NetworkSpec } from './network-settings';

const { subnet, gateway, ...others } = clusterNetworkForms;

/** Form of `NetworkSpec`. */
export const networkShape = shapeOf<NetworkSpec>('NetworkSpec')({
  subnet,
  gateway,
  vip: ipAddress.optional(),
  endpoint: dnsNameOrAddress.optional(),
  ...others,
  firewall: firewallShape.optional(),
});
