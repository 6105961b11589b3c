import { z } from 'zod';
import {
  absolutePath,
  argumentName,
  dnsNameOrAddress,
  labelKey,
  labelValue,
  plainData,
  setting,
  someText,
  taint,
} from '../forms/scalars';
import { writeSomeItems } from '../forms/form-texts';
import { subnetChoice } from '../forms/machine-scalars';
import { type Form, formsOf, shapeOf } from '../forms/shape';
import type { KubeletMount, KubeletOptions } from './settings/kubelet';
import type { NodeTalosOptions, TalosOptions } from './settings/node-options';

/** Data of the kubelet is that of JSON, which TypeScript cannot tell at any depth. */
const data: Form<Readonly<Record<string, unknown>>> = plainData;

const kubeletMount = shapeOf<KubeletMount>('KubeletMount')({
  source: absolutePath('/var/mnt/data'),
  destination: absolutePath('/var/mnt/data').optional(),
  readOnly: z.boolean().optional(),
});

const kubelet = shapeOf<KubeletOptions>('KubeletOptions')({
  config: data.optional(),
  mounts: z.array(kubeletMount).optional(),
  nodeSubnets: z.array(subnetChoice).min(1, { error: writeSomeItems() }).optional(),
  defaultSeccompProfile: z.boolean().optional(),
  staticPodDirectory: z.boolean().optional(),
});

/** Forms of `TalosOptions`. */
export const talosForms = formsOf<TalosOptions<string | number | boolean>>()({
  nodeLabels: z.record(labelKey, labelValue).optional(),
  sysctls: z.record(someText, setting).optional(),
  kernelModules: z.array(someText).optional(),
  kubeletExtraArgs: z.record(argumentName, setting).optional(),
  kubelet: kubelet.optional(),
});

/** Forms of `NodeTalosOptions`. */
export const nodeTalosForms = formsOf<NodeTalosOptions<string | number | boolean>>()({
  nodeTaints: z.record(labelKey, taint).optional(),
  ...talosForms,
  certSans: z.array(dnsNameOrAddress).optional(),
  controllerManagerExtraArgs: z.record(argumentName, setting).optional(),
  schedulerExtraArgs: z.record(argumentName, setting).optional(),
  etcdExtraArgs: z.record(argumentName, setting).optional(),
  installDisk: absolutePath('/dev/nvme0n1').optional(),
});

const { installDisk: _installDisk, ...memberForms } = nodeTalosForms;

/** Settings of Talos without those of one kind of machine. */
export type MemberTalosOptions<Setting = string> = Omit<NodeTalosOptions<Setting>, 'installDisk'>;

/** Form of the settings of Talos on any machine. */
export const memberTalosShape = shapeOf<MemberTalosOptions<string | number | boolean>>('NodeTalosOptions')(memberForms);
