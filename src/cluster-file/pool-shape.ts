import * as z from 'zod';
import {
  dnsLabel,
  firstName,
  hostReference,
  ipRange,
  nodeName,
  oneOf,
  poolName,
  vmIdRange,
  wholeNumber,
} from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { MachineType } from '../values/machine-type';
import { dataDisksForm } from '../virtual-machine/disk-shape';
import { virtualMachineForms, virtualMachineIdentityForms } from '../virtual-machine/shape';
import { machineKindForms } from './node-shape';
import type { PoolMemberSpec, PoolSpec, SizeSpec } from './pool-settings';

/** Machines of a cluster at most, as Kubernetes is built for. */
const MOST_MACHINES = 5000;

const memberShape = shapeOf<PoolMemberSpec>('PoolMemberSpec')({
  size: dnsLabel.optional(),
  macAddress: virtualMachineIdentityForms.macAddress,
  ...machineKindForms,
});

const poolShape = shapeOf<PoolSpec>('PoolSpec')({
  machineType: oneOf(MachineType),
  nodes: z.union([wholeNumber(0, MOST_MACHINES), z.array(nodeName)]),
  firstName: firstName.optional(),
  addresses: ipRange,
  vmIds: vmIdRange.optional(),
  size: dnsLabel.optional(),
  hosts: z.array(hostReference).min(1).optional(),
  placement: z.enum(['spread', 'modulo']).optional(),
  overrides: z.record(nodeName, memberShape).optional(),
  ...machineKindForms,
});

const sizeShape = shapeOf<SizeSpec>('SizeSpec')({
  ...virtualMachineForms,
  disks: dataDisksForm.optional(),
});

/** Form of the pools of a cluster, by name. */
export const poolsForm = z.record(poolName, poolShape);

/** Form of the sizes of a cluster, by name. */
export const sizesForm = z.record(dnsLabel, sizeShape);
