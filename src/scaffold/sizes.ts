/** Size of a virtual machine. */
interface MachineSize {
  readonly cpuCores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
}

/** Sizes of control planes and workers by name. */
export const SIZES: Readonly<
  Record<string, { readonly hint: string; readonly controlplane: MachineSize; readonly worker: MachineSize }>
> = {
  small: {
    hint: '2 cores and 4 GiB each',
    controlplane: { cpuCores: 2, memoryMiB: 4096, diskGiB: 20 },
    worker: { cpuCores: 2, memoryMiB: 4096, diskGiB: 50 },
  },
  medium: {
    hint: 'control planes 4 cores and 8 GiB, workers 4 cores and 16 GiB',
    controlplane: { cpuCores: 4, memoryMiB: 8192, diskGiB: 40 },
    worker: { cpuCores: 4, memoryMiB: 16_384, diskGiB: 100 },
  },
  large: {
    hint: 'control planes 4 cores and 16 GiB, workers 8 cores and 32 GiB',
    controlplane: { cpuCores: 4, memoryMiB: 16_384, diskGiB: 60 },
    worker: { cpuCores: 8, memoryMiB: 32_768, diskGiB: 200 },
  },
};
