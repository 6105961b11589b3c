export * from './cluster-stack';
