import { join } from 'node:path';

/** Directories of samples, by the source that they belong to. */
export const SAMPLES = [
  'talhelper',
  'vehagn',
  'blog-cluster',
  'homelab-tofu',
  'nova',
  'prod-k8s',
  'bare-metal',
] as const;

/** Directory of a sample. */
export function sampleDirectory(name: (typeof SAMPLES)[number]): string {
  return join(__dirname, name);
}
