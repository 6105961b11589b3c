export type {
  ClusterModel,
  HealthCheckModel,
  ImageModel,
  NodeModel,
  OutputsModel,
  ProxmoxEndpointModel,
  TimeoutsModel,
  VmModel,
} from './cluster-model';
export { parseClusterSpec, type ParseOptions } from './parse-cluster-spec';
