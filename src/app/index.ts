export { type AppOptions, runApp } from './app';
export { ClusterFilesError, type DescribedCluster, readClusters, type ReadClustersOptions } from './cluster-files';
export { type SynthesizedProject, type SynthOptions, synthProject } from './synth';
export { type RemovedStack, type SynthOutcome, SynthOutputError } from './synth-output';
