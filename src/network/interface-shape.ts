import * as z from 'zod';
import { interfaceAddress, ipAddress, ipNetwork, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import type { InterfaceAddressing, InterfaceOptions, RouteOptions, VlanOptions } from './interface-settings';
import { MAX_MTU, MIN_MTU } from './limits';

/** Form of the number of a routing table; 253 to 255 are those of the kernel, and Talos knows none above. */
export const routingTable = wholeNumber(1, 252);

/** Form of the weight of a route. */
export const metric = wholeNumber(1, 4_294_967_295);

/** Form of a largest packet, in bytes. */
export const mtu = wholeNumber(MIN_MTU, MAX_MTU);

const route = shapeOf<RouteOptions>('RouteOptions')({
  destination: ipNetwork,
  gateway: ipAddress.optional(),
  metric: metric.optional(),
  source: ipAddress.optional(),
  mtu: mtu.optional(),
  table: routingTable.optional(),
});

/** Forms of `InterfaceAddressing`. */
export const addressingForms = formsOf<InterfaceAddressing>()({
  addresses: z.array(interfaceAddress).optional(),
  dhcp: z.boolean().optional(),
  routes: z.array(route).optional(),
});

/** Form of `VlanOptions`. */
export const vlanShape = shapeOf<VlanOptions>('VlanOptions')({
  id: wholeNumber(1, 4094),
  ...addressingForms,
  mtu: mtu.optional(),
});

/** Forms of `InterfaceOptions`. */
export const interfaceForms = formsOf<InterfaceOptions>()({
  ...addressingForms,
  gateway: ipAddress.optional(),
  vlans: z.array(vlanShape).optional(),
});
