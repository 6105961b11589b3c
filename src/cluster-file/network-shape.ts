import { z } from 'zod';
import { dnsName, dnsNameOrAddress, ipAddress, ipNetwork, someText, wholeNumber } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import type { NetworkSpec } from './network-settings';

/** Form of `NetworkSpec`. */
export const networkShape = shapeOf<NetworkSpec>('NetworkSpec')({
  subnet: ipNetwork,
  gateway: ipAddress.optional(),
  vip: ipAddress.optional(),
  endpoint: dnsNameOrAddress.optional(),
  dnsServers: z.array(ipAddress).optional(),
  searchDomains: z.array(dnsName).optional(),
  link: someText.optional(),
  vlanId: wholeNumber(1, 4094).optional(),
});
