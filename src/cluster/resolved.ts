import { nothingLeft } from '../values/nothing-left';
import type { ClusterTimeouts, HealthCheckSettings } from './settings';

/** Fills in what the settings of a health check leave open. */
export function resolvedHealthCheck(settings: HealthCheckSettings): Required<HealthCheckSettings> {
  const { timeoutSeconds = 600, skipKubernetesChecks = false, ...rest } = settings;
  nothingLeft(rest);
  return { timeoutSeconds, skipKubernetesChecks };
}

/** Fills in what timeouts leave open. */
export function resolvedTimeouts(timeouts: ClusterTimeouts): Required<ClusterTimeouts> {
  const {
    applySeconds = 600,
    bootstrapSeconds = 600,
    kubeconfigSeconds = 60,
    kubernetesApiSeconds = 900,
    ...rest
  } = timeouts;
  nothingLeft(rest);
  return { applySeconds, bootstrapSeconds, kubeconfigSeconds, kubernetesApiSeconds };
}
