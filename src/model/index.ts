export type { ClusterModel } from './cluster-model';
export { parseClusterSpec, type ParseOptions } from './parse-cluster-spec';
