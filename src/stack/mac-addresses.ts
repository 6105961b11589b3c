import type { ClusterModel } from '../model/cluster-model';

/** Name of the card that carries the address of its machine. */
const PRIMARY = 'primary';

/** MAC addresses of the network cards of a cluster that are known before the machines are made, by machine and card. */
export function macAddresses({ nodes }: ClusterModel): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    nodes.flatMap(({ name, vm }) => {
      if (vm === undefined) return [];
      const cards: readonly (readonly [string, string | undefined])[] = [
        [PRIMARY, vm.macAddress],
        ...Object.entries(vm.networkDevices ?? {}).map(([card, { macAddress }]) => [card, macAddress] as const),
      ];
      const known = cards.filter(([, mac]) => mac !== undefined);
      return known.length === 0 ? [] : [[name, Object.fromEntries(known) as Record<string, string>] as const];
    }),
  );
}
