import { z } from 'zod';
import {
  absolutePath,
  argumentName,
  dnsNameOrAddress,
  labelKey,
  labelValue,
  setting,
  someText,
  taint,
} from '../forms/scalars';
import { formsOf } from '../forms/shape';
import type { NodeTalosOptions, TalosOptions } from './settings/node-options';

/** Forms of `TalosOptions`. */
export const talosForms = formsOf<TalosOptions<string | number | boolean>>()({
  nodeLabels: z.record(labelKey, labelValue).optional(),
  sysctls: z.record(someText, setting).optional(),
  kernelModules: z.array(someText).optional(),
  kubeletExtraArgs: z.record(argumentName, setting).optional(),
});

/** Forms of `NodeTalosOptions`. */
export const nodeTalosForms = formsOf<NodeTalosOptions<string | number | boolean>>()({
  nodeTaints: z.record(labelKey, taint).optional(),
  ...talosForms,
  certSans: z.array(dnsNameOrAddress).optional(),
  installDisk: absolutePath('/dev/nvme0n1').optional(),
});
