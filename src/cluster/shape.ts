import * as z from 'zod';
import { wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import type { ClusterTimeouts, ClusterWaits, HealthCheckSettings } from './settings';

const seconds = wholeNumber(1, 86_400);

const healthCheckShape = shapeOf<HealthCheckSettings>('HealthCheckSettings')({
  timeoutSeconds: seconds.optional(),
  skipKubernetesChecks: z.boolean().optional(),
});

/** Form of `ClusterTimeouts`. */
export const clusterTimeoutsShape = shapeOf<ClusterTimeouts>('ClusterTimeouts')({
  applySeconds: seconds.optional(),
  bootstrapSeconds: seconds.optional(),
  kubeconfigSeconds: seconds.optional(),
  kubernetesApiSeconds: seconds.optional(),
});

/** Forms of `ClusterWaits`. */
export const clusterWaitsForms = formsOf<ClusterWaits>()({
  healthCheck: healthCheckShape.optional(),
  timeouts: clusterTimeoutsShape.optional(),
});

/** Form of `ClusterWaits`. */
export const clusterWaitsShape = shapeOf<ClusterWaits>('ClusterWaits')(clusterWaitsForms);
