import type { Capacity, Room } from '../model/placement/host-load';
import { coresWords, memoryWords } from '../values/amount-words';

/** Cores and memory that the machines of a host take together, such as `6 of 16 cores · 12 GiB`. */
export function roomWords(taken: Room, capacity: Capacity): string {
  const { cpuCores, memoryMiB } = capacity;
  const cores = cpuCores === undefined ? coresWords(taken.cpuCores) : `${taken.cpuCores} of ${coresWords(cpuCores)}`;
  const memory =
    memoryMiB === undefined
      ? memoryWords(taken.memoryMiB)
      : `${memoryWords(taken.memoryMiB)} of ${memoryWords(memoryMiB)}`;
  return `${cores} · ${memory}`;
}
