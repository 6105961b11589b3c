import * as z from 'zod';
import { backupJobShape } from '../backup/shape';
import { endpointName, hostName, labelText, ruleName, tag, vmIdRange, wholeNumber } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { highAvailabilityShape } from '../high-availability/shape';
import { proxmoxEndpointForms, proxmoxHostForms } from '../proxmox/shape';
import { sdnShape } from '../sdn/shape';
import type { CapacitySpec, EndpointSpec, HostSpec, ProxmoxSpec } from './proxmox-settings';

const { url, insecure, hosts: _ofTheConstruct, ssh, ...otherForms } = proxmoxEndpointForms;
const { diskDatastoreId, ...otherHostForms } = proxmoxHostForms;

const capacityShape = shapeOf<CapacitySpec>('CapacitySpec')({
  cpuCores: wholeNumber(1).optional(),
  memoryMiB: wholeNumber(1).optional(),
});

const hostShape = shapeOf<HostSpec>('HostSpec')({
  ...otherHostForms,
  diskDatastoreId: diskDatastoreId.optional(),
  capacity: capacityShape.optional(),
});

const endpointShape = shapeOf<EndpointSpec>('EndpointSpec')({
  url,
  insecure,
  region: labelText.optional(),
  ssh,
  hostDefaults: hostShape.optional(),
  highAvailability: highAvailabilityShape.optional(),
  backupJobs: z.record(ruleName, backupJobShape).optional(),
  sdn: sdnShape.optional(),
  vmIds: vmIdRange.optional(),
  hosts: z.record(hostName, hostShape),
  ...otherForms,
});

/** Form of `ProxmoxSpec`. */
export const proxmoxShape = shapeOf<ProxmoxSpec>('ProxmoxSpec')({
  tags: z.array(tag).optional(),
  roleTags: z.boolean().optional(),
  endpoints: z.record(endpointName, endpointShape),
});
