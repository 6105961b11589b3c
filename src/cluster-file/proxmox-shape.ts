import { z } from 'zod';
import { endpointName, labelText, tag } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { proxmoxEndpointForms } from '../proxmox/shape';
import type { EndpointSpec, ProxmoxSpec } from './proxmox-settings';

const { url, insecure, ...otherForms } = proxmoxEndpointForms;

const endpointShape = shapeOf<EndpointSpec>('EndpointSpec')({
  url,
  insecure,
  region: labelText.optional(),
  ...otherForms,
});

/** Form of `ProxmoxSpec`. */
export const proxmoxShape = shapeOf<ProxmoxSpec>('ProxmoxSpec')({
  tags: z.array(tag).optional(),
  roleTags: z.boolean().optional(),
  endpoints: z.record(endpointName, endpointShape),
});
