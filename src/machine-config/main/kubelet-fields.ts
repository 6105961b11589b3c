import { nothingLeft } from '../../values/nothing-left';
import type { KubeletMount, KubeletOptions } from '../settings/kubelet';
import type { ExtraMount } from '../documents/user-volume';

/** Fields of `machine.kubelet` that settings of the kubelet make. */
export interface KubeletFields {
  /** Fields of the kubelet's own configuration. */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
  /** Mounts. */
  readonly extraMounts: readonly ExtraMount[];
  /** Networks that the address of the node is chosen from. */
  readonly validSubnets?: readonly string[];
  /** All others. */
  readonly switches: Readonly<Record<string, boolean | undefined>>;
}

/** Makes the fields; those that no setting makes are left out. */
export function kubeletFields(settings: KubeletOptions = {}): KubeletFields {
  const { config, mounts = [], nodeSubnets, defaultSeccompProfile, staticPodDirectory, ...rest } = settings;
  nothingLeft(rest);
  return {
    extraConfig: config,
    extraMounts: mounts.map(extraMount),
    validSubnets: nodeSubnets,
    switches: {
      defaultRuntimeSeccompProfileEnabled: defaultSeccompProfile,
      disableManifestsDirectory: staticPodDirectory === undefined ? undefined : !staticPodDirectory,
    },
  };
}

function extraMount({ source, destination = source, readOnly = false }: KubeletMount): ExtraMount {
  return { destination, type: 'bind', source, options: ['bind', 'rshared', readOnly ? 'ro' : 'rw'] };
}
