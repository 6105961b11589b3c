import { inDocument, inMain } from './configuration-field';
import { configuredField } from './machine-configuration';
import type { Values } from './plan-json';

const API_PORT = 6443;

/** Port of the API server of a control plane, as its machine configuration says. */
export function apiPortOf(configuration: Values | undefined): number {
  const port = configuredField(configuration, [
    inMain('cluster.controlPlane.localAPIServerPort'),
    inDocument('KubeAPIServerConfig', 'apiPort'),
  ]);
  return typeof port === 'number' ? port : API_PORT;
}
