import * as z from 'zod';
import { writeAnItem, writeSomeItems } from '../forms/form-texts';
import { portRange } from '../forms/machine-scalars';
import { dnsLabel, ipNetwork, oneOf } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { MachineType } from '../values/machine-type';
import type { ClusterOptions } from './settings/cluster';
import type { FirewallOptions, FirewallRule } from './settings/firewall';

const networks = z.array(ipNetwork).min(1, { error: writeSomeItems() });

const firewallRule = shapeOf<FirewallRule>('FirewallRule')({
  ports: z.array(portRange).min(1, { error: writeAnItem() }),
  protocol: z.enum(['tcp', 'udp']).optional(),
  subnets: z.array(ipNetwork).min(1, { error: writeAnItem() }),
  except: networks.optional(),
  machineType: oneOf(MachineType).optional(),
});

/** Form of `FirewallOptions`. */
export const firewallShape = shapeOf<FirewallOptions>('FirewallOptions')({
  defaultAction: z.enum(['accept', 'block']).optional(),
  adminSubnets: networks.optional(),
  kubernetesApiSubnets: networks.optional(),
  rules: z.record(dnsLabel, firewallRule).optional(),
});

/** Form of the firewall among the settings of a cluster. */
export const clusterFirewallShape = shapeOf<Pick<ClusterOptions, 'firewall'>>('ClusterOptions')({
  firewall: firewallShape.optional(),
});
