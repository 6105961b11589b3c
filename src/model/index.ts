export type {
  ClusterModel,
  HealthCheckModel,
  ImageModel,
  MappedDeviceModel,
  NodeModel,
  OutputsModel,
  PciMappingModel,
  ProxmoxEndpointModel,
  ProxmoxHostModel,
  SshModel,
  TimeoutsModel,
  VmModel,
} from './cluster-model';
export { parseClusterSpec, type ParseOptions } from './parse-cluster-spec';
