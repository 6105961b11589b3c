import type { SecretReference } from '../values/secret-settings';

/**
 * Settings that belong together, under one word. Each preset stands for settings that could be written one by one; what is
 * written beside it at the same machine, or for all, is stronger. A preset of a machine takes the place of the same one
 * of `machine`, and `false` takes it away.
 */
export interface Presets {
  /**
   * Storage of Longhorn on the machine. Sets the extensions `siderolabs/iscsi-tools` and `siderolabs/util-linux-tools`, and
   * the label `node.longhorn.io/create-default-disk`: `"true"` for data below `/var/lib/longhorn`, or `config` with the
   * annotation `node.longhorn.io/default-disks-config` for the place of a data disk or volume that is called `longhorn`. Up
   * to contract v1.13 also the mount `/var/lib/longhorn` of the kubelet, unless a data disk is mounted there. From v1.14 on
   * the directory `/var/mnt/longhorn` as a volume, unless there is that disk or volume, and `false` for
   * `safeguards.workloadIsolation` and `storage.systemVolumes.EPHEMERAL.secure`, as Longhorn works with neither. Longhorn
   * itself needs its setting `createDefaultDiskLabeledNodes`, and a namespace that may do more than others:
   * `pod-security.kubernetes.io/enforce: privileged`.
   * @default false
   */
  readonly longhorn?: boolean;
  /**
   * Drivers for graphics cards of NVIDIA. Sets the extensions `siderolabs/nvidia-open-gpu-kernel-modules-<branch>`, or
   * `siderolabs/nonfree-kmod-nvidia-<branch>`, and `siderolabs/nvidia-container-toolkit-<branch>`, the kernel modules
   * `nvidia`, `nvidia_uvm`, `nvidia_drm` and `nvidia_modeset`, and `net.core.bpf_jit_harden: 1` under `sysctls`.
   * @default - none
   */
  readonly nvidia?: NvidiaPreset;
  /**
   * Graphics of Intel. Sets the extension `siderolabs/i915`, which has the driver and its firmware.
   * @default false
   */
  readonly 'intel-gpu'?: boolean;
  /**
   * Graphics of AMD. Sets the extension `siderolabs/amdgpu`, which has the driver and its firmware.
   * @default false
   */
  readonly 'amd-gpu'?: boolean;
  /**
   * The machine as a member of a tailnet. Sets the extension `siderolabs/tailscale` and under `extensionServices` the
   * variables `TS_AUTHKEY`, `TS_AUTH_ONCE: true` and, with `routes`, `TS_ROUTES` of the service `tailscale`.
   * @default - none
   */
  readonly tailscale?: TailscalePreset;
  /**
   * Volumes by iSCSI. Sets the extension `siderolabs/iscsi-tools`, and from contract v1.14 on
   * `safeguards.workloadIsolation: false`, as pods reach the machine's iSCSI only then; write `true` if none does.
   * @default false
   */
  readonly iscsi?: boolean;
  /**
   * Locks on volumes by NFS of version 3; those of version 4 need nothing. Sets the extension `siderolabs/nfs-utils`, which
   * Talos has from v1.12 on.
   * @default false
   */
  readonly nfs?: boolean;
}

/** Drivers for graphics cards of NVIDIA. */
export interface NvidiaPreset {
  /**
   * Branch of the driver.
   * @default production
   */
  readonly branch?: 'production' | 'lts';
  /**
   * Take the open kernel modules, for cards from Turing on; older ones need the others.
   * @default true
   */
  readonly openKernelModules?: boolean;
}

/** A member of a tailnet. */
export interface TailscalePreset {
  /** Key by which the machine logs in; it has to be reusable, as a machine that is replaced logs in again. */
  readonly authKey: SecretReference;
  /**
   * Networks that the machine leads to.
   * @default - none
   */
  readonly routes?: readonly string[];
}
