export type { ClusterModel, ImageModel, NodeModel, OutputsModel, ProxmoxEndpointModel, VmModel } from './cluster-model';
export { parseClusterSpec, type ParseOptions } from './parse-cluster-spec';
