import { moduleFields } from '../main/kernel-modules';
import type { DocumentKind, TalosDocument } from './document-kind';

/** A module of the kernel to load. */
export interface KernelModuleConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KernelModuleConfig';
  /** Name of the module. */
  readonly name: string;
  /** Its parameters. */
  readonly parameters?: readonly string[];
}

/** Kernel modules of a machine. */
export const kernelModuleConfig: DocumentKind<KernelModuleConfig> = {
  kind: 'KernelModuleConfig',
  since: 'v1.14',
  render: (_cluster, { kernelModules, kernelModuleParameters }) =>
    moduleFields(kernelModules, kernelModuleParameters).map((fields) => ({
      apiVersion: 'v1alpha1',
      kind: 'KernelModuleConfig',
      ...fields,
    })),
  moves: ['machine.kernel.modules'],
};
