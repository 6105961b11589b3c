export * from './cluster-file';
export * from './constructs';
export * from './machine-config';
export * from './manifests';
export * from './model';
export * from './plan';
export type * from './state';
export * from './values';
