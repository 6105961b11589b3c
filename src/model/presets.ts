import type { NodeDefaultsSpec } from '../cluster-file/node-settings';
import type { NvidiaPreset, Presets, TailscalePreset } from '../cluster-file/preset-settings';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import { knownExtensions } from '../data/extensions';
import { hasKubernetesDocuments } from '../machine-config/contract-rules';
import { USER_VOLUMES } from '../machine-config/documents/user-volume';
import { joinTalosOptions, type WrittenTalosOptions } from '../machine-config/join-options';
import type { Draft } from '../values/draft';
import { Schematic } from '../values/schematic/schematic';
import type { TalosVersion } from '../values/talos-version';
import { joinMaps } from './node-options';
import type { Written as WrittenAt } from './versions';

/** Where Longhorn keeps its data unless it is told another place; its engines lie there always. */
const LONGHORN_DATA = '/var/lib/longhorn';

/** Name of the disk or volume that is meant for Longhorn. */
const LONGHORN = 'longhorn';

/** Settings of one machine, as far as presets look at them. */
type Options = Draft<Pick<NodeDefaultsSpec, 'presets' | 'disks' | 'kubelet' | 'storage'>>;

/** Disks, volumes and mounts that a machine has already, and the contract that its settings are written for. */
interface Written {
  readonly disks: NonNullable<Options['disks']>;
  readonly mounts: NonNullable<NonNullable<Options['kubelet']>['mounts']>;
  readonly storage: NonNullable<Options['storage']>;
  readonly isOfDocuments: boolean;
}

/** A preset of a machine, and all that it stands for. */
export interface ExpandedPreset {
  /** Its name. */
  readonly name: keyof Presets;
  /** Extensions of the image. */
  readonly extensions: readonly string[];
  /** Settings of Talos. */
  readonly options: WrittenTalosOptions;
}

type Expansion = Omit<ExpandedPreset, 'name'>;

/** All that each preset stands for. */
const EXPANSIONS: {
  readonly [Name in keyof Required<Presets>]: (
    preset: Draft<NonNullable<Presets[Name]>>,
    written: Written,
  ) => Expansion;
} = {
  longhorn: (_preset, written) => ({
    extensions: ['siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'],
    options: longhornOptions(written),
  }),
  nvidia: ({ branch = 'production', openKernelModules = true }: Draft<NvidiaPreset>) => ({
    extensions: [
      `siderolabs/${openKernelModules ? 'nvidia-open-gpu-kernel-modules' : 'nonfree-kmod-nvidia'}-${branch}`,
      `siderolabs/nvidia-container-toolkit-${branch}`,
    ],
    options: {
      kernelModules: ['nvidia', 'nvidia_uvm', 'nvidia_drm', 'nvidia_modeset'],
      sysctls: { 'net.core.bpf_jit_harden': 1 },
    },
  }),
  'intel-gpu': () => ({ extensions: ['siderolabs/i915'], options: {} }),
  'amd-gpu': () => ({ extensions: ['siderolabs/amdgpu'], options: {} }),
  tailscale: ({ authKey, routes }: Draft<TailscalePreset>) => ({
    extensions: ['siderolabs/tailscale'],
    options: {
      extensionServices: {
        tailscale: {
          environment: {
            TS_AUTHKEY: authKey,
            TS_AUTH_ONCE: true,
            ...(routes && { TS_ROUTES: routes.join(',') }),
          },
        },
      },
    },
  }),
  iscsi: (_preset, { isOfDocuments }) => ({
    extensions: ['siderolabs/iscsi-tools'],
    options: isOfDocuments ? { safeguards: { workloadIsolation: false } } : {},
  }),
  nfs: () => ({ extensions: ['siderolabs/nfs-utils'], options: {} }),
};

/** The presets of a machine: its own over those of all machines. */
export function presetsOf(spec: Draft<ClusterSpec>, options: Options): readonly ExpandedPreset[] {
  const presets: Draft<Presets> | undefined = joinMaps(spec.machine?.presets, options.presets);
  if (presets === undefined) return [];
  const { kubelet, storage }: WrittenTalosOptions = joinTalosOptions(spec.machine ?? {}, options);
  const written: Written = {
    disks: options.disks ?? {},
    mounts: kubelet?.mounts ?? [],
    storage: storage ?? {},
    isOfDocuments: hasKubernetesDocuments(spec.talos?.contract) === true,
  };
  return (Object.keys(EXPANSIONS) as (keyof Presets)[]).flatMap((name) => {
    const preset = presets[name];
    if (preset === undefined || preset === false) return [];
    const expand = EXPANSIONS[name] as (preset: unknown, written: Written) => Expansion;
    return [{ name, ...expand(preset, written) }];
  });
}

/**
 * Settings of Longhorn. With documents of Kubernetes the kubelet has no mounts but `/var/mnt`, and Talos keeps pods apart
 * and `/var` without executable files, which Longhorn survives neither.
 */
function longhornOptions({ disks, mounts, storage, isOfDocuments }: Written): WrittenTalosOptions {
  const place = ownPlace(disks, storage);
  if (isOfDocuments) {
    return {
      ...longhornDisk(place ?? `${USER_VOLUMES}/${LONGHORN}`),
      safeguards: { workloadIsolation: false },
      storage: {
        systemVolumes: { EPHEMERAL: { secure: false } },
        ...(place === undefined && { userVolumes: { [LONGHORN]: { type: 'directory' } } }),
      },
    };
  }
  return {
    ...longhornDisk(place ?? LONGHORN_DATA),
    // a data disk is handed to the kubelet with its mount; written mounts stay where they are in their list
    ...(!isMounted(LONGHORN_DATA, disks, mounts) && { kubelet: { mounts: [...mounts, { source: LONGHORN_DATA }] } }),
  };
}

/** Where the disk or volume named after Longhorn is mounted. */
function ownPlace(disks: Written['disks'], { userVolumes, existingVolumes }: Written['storage']): string | undefined {
  const isVolume = [userVolumes, existingVolumes].some((volumes) => volumes?.[LONGHORN] !== undefined);
  return disks[LONGHORN]?.mountPath ?? (isVolume ? `${USER_VOLUMES}/${LONGHORN}` : undefined);
}

/** Label and annotation from which Longhorn makes the first disk of a new node, if it waits for them. */
function longhornDisk(path: string): WrittenTalosOptions {
  const label = 'node.longhorn.io/create-default-disk';
  if (path === LONGHORN_DATA) return { nodeLabels: { [label]: 'true' } };
  return {
    nodeLabels: { [label]: 'config' },
    nodeAnnotations: { 'node.longhorn.io/default-disks-config': JSON.stringify([{ path, allowScheduling: true }]) },
  };
}

function isMounted(path: string, disks: Written['disks'], mounts: Written['mounts']): boolean {
  return (
    Object.values(disks).some((disk) => disk?.mountPath === path) ||
    mounts.some((mount) => (mount?.destination ?? mount?.source) === path)
  );
}

/** Settings of Talos of one machine over those of all machines, and both over those of its presets. */
export function machineTalosOptions(
  spec: Draft<ClusterSpec>,
  options: WrittenTalosOptions & Options,
): WrittenTalosOptions {
  const written: WrittenTalosOptions = joinTalosOptions(spec.machine ?? {}, options);
  return presetsOf(spec, options).reduceRight<WrittenTalosOptions>(
    (stronger, { options: preset }) => joinTalosOptions(preset, stronger),
    written,
  );
}

/** A schematic with the extensions of presets, as far as the Talos version has them. */
export function withPresetExtensions(
  { value, path }: WrittenAt<Schematic>,
  presets: readonly ExpandedPreset[],
  talos: TalosVersion | undefined,
): WrittenAt<Schematic> {
  const { extensions = [] } = value.content;
  const known = talos && knownExtensions(talos.contract);
  const added = presets
    .flatMap((preset) => preset.extensions)
    .filter((name, index, all) => all.indexOf(name) === index && !extensions.includes(name))
    .filter((name) => known?.includes(name) ?? true);
  if (added.length === 0) return { value, path };
  return { value: Schematic.of({ ...value.content, extensions: [...extensions, ...added] }), path };
}
