import { bareMetal } from './bare-metal';
import { blogCluster } from './blog-cluster';
import { homelabTofu } from './homelab-tofu';
import { nova } from './nova';
import { prodK8s } from './prod-k8s';
import type { Source } from './source';
import { talhelper } from './talhelper';
import { vehagn } from './vehagn';

/** Everything that a cluster file can be written from; the first one that knows the files has them. */
export const SOURCES: readonly Source[] = [nova, talhelper, prodK8s, bareMetal, homelabTofu, blogCluster, vehagn];
