import * as z from 'zod';
import { LIFECYCLES } from '../values/lifecycle';
import { gitopsShape } from '../gitops/shape';
import { kubernetesShape } from './kubernetes-shape';
import { networkShape } from './network-shape';
import { machineShape, nodeDefaultsShape, nodeShape } from './node-shape';
import { outputsShape } from './outputs-shape';
import { patchChoice } from './patch-shape';
import { poolsForm, sizesForm } from './pool-shape';
import { proxmoxShape } from './proxmox-shape';
import { clusterName, nodeName, share, wholeNumber } from '../forms/scalars';
import { secretName } from '../forms/secrets';
import { secretShape } from './secret-shape';
import { stateShape } from '../state/shape';
import { shapeOf } from '../forms/shape';
import type { ClusterSpec, NodeDefaultsByType } from './cluster-settings';
import { talosShape } from './talos-shape';

const nodeDefaultsByType = shapeOf<NodeDefaultsByType>('NodeDefaultsByType')({
  controlplane: nodeDefaultsShape.optional(),
  worker: nodeDefaultsShape.optional(),
});

/** Form of `ClusterSpec`. */
export const clusterShape = shapeOf<ClusterSpec>('ClusterSpec')({
  name: clusterName,
  talos: talosShape,
  kubernetes: kubernetesShape,
  network: networkShape,
  machine: machineShape.optional(),
  secrets: z.record(secretName, secretShape).optional(),
  patches: z.array(patchChoice).optional(),
  nodes: z.record(nodeName, nodeShape),
  pools: poolsForm.optional(),
  sizes: sizesForm.optional(),
  nodeDefaults: nodeDefaultsByType.optional(),
  proxmox: proxmoxShape.optional(),
  lifecycle: z.enum(LIFECYCLES).optional(),
  maxUnavailableWorkers: z.union([wholeNumber(1), share]).optional(),
  state: stateShape.optional(),
  gitops: gitopsShape.optional(),
  outputs: outputsShape.optional(),
});
