import * as z from 'zod';
import { installDisk } from '../forms/install-disk';
import { dnsName, ipAddress, ipNetwork, nodeName, oneOf, someText, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { MachineType } from '../values/machine-type';
import type { ClusterNetworkSettings, PhysicalMachine } from './settings';

/** Forms of `ClusterNetworkSettings`. */
export const clusterNetworkForms = formsOf<ClusterNetworkSettings>()({
  subnet: ipNetwork,
  gateway: ipAddress.optional(),
  dnsServers: z.array(ipAddress).optional(),
  searchDomains: z.array(dnsName).optional(),
  link: someText.optional(),
  vlanId: wholeNumber(1, 4094).optional(),
});

/** Form of `ClusterNetworkSettings`. */
export const clusterNetworkShape = shapeOf<ClusterNetworkSettings>('ClusterNetworkSettings')(clusterNetworkForms);

/** Form of `PhysicalMachine`. */
export const physicalMachineShape = shapeOf<PhysicalMachine>('PhysicalMachine')({
  hostname: nodeName,
  machineType: oneOf(MachineType),
  address: ipAddress,
  dhcp: z.boolean().optional(),
  network: shapeOf<Pick<ClusterNetworkSettings, 'subnet'>>('ClusterNetworkSettings')({ subnet: ipNetwork }),
  dnsServers: z.array(ipAddress).optional(),
  link: someText.optional(),
  installDisk: installDisk.optional(),
});
