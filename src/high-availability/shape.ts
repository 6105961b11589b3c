import * as z from 'zod';
import { dnsLabel, hostName, ruleName, wholeNumber } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { writeSomeHost, writeSomeMachine } from './faults';
import type { HighAvailabilitySettings, NodeAffinitySettings, ResourceAffinitySettings } from './settings';

/** Priorities that Proxmox VE takes. */
const MAX_PRIORITY = 1000;
/** Attempts that the provider takes. */
const MAX_ATTEMPTS = 10;

const machines = z.array(dnsLabel).min(1, { error: writeSomeMachine() });

const nodeAffinityShape = shapeOf<NodeAffinitySettings>('NodeAffinitySettings')({
  machines,
  hosts: z
    .record(hostName, wholeNumber(0, MAX_PRIORITY))
    .refine((hosts) => Object.keys(hosts).length > 0, { error: writeSomeHost() }),
  strict: z.boolean().optional(),
});

const resourceAffinityShape = shapeOf<ResourceAffinitySettings>('ResourceAffinitySettings')({
  machines,
  affinity: z.enum(['positive', 'negative']),
});

/** Form of `HighAvailabilitySettings`. */
export const highAvailabilityShape = shapeOf<HighAvailabilitySettings>('HighAvailabilitySettings')({
  machines: machines.optional(),
  state: z.enum(['started', 'ignored']).optional(),
  maxRestart: wholeNumber(0, MAX_ATTEMPTS).optional(),
  maxRelocate: wholeNumber(0, MAX_ATTEMPTS).optional(),
  failback: z.boolean().optional(),
  separateControlPlanes: z.boolean().optional(),
  nodeAffinity: z.record(ruleName, nodeAffinityShape).optional(),
  resourceAffinity: z.record(ruleName, resourceAffinityShape).optional(),
});
