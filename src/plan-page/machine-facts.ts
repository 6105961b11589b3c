import { coresWords, memoryWords } from '../values/amount-words';
import type { Fact } from '../picture/scene';
import type { MachineSide } from '../plan/read/machine-views';

/** A fact that can be found again at another time. */
interface KeyedFact extends Fact {
  /** Its subject, such as `disk scsi0`. */
  readonly key: string;
}

/** Facts of a machine before and after, with marks on what differs. */
export interface FactsOfTimes {
  /** Facts as they are now. */
  readonly before: readonly Fact[];
  /** Facts as they will be. */
  readonly after: readonly Fact[];
}

/**
 * Facts of a machine at both times.
 *
 * @param losesDisks if the disks that it has now go, with the machine or for those of a new one
 */
export function factsOfTimes(
  before: MachineSide | undefined,
  after: MachineSide | undefined,
  losesDisks: boolean,
): FactsOfTimes {
  const [old, planned] = [factsOf(before), factsOf(after)];
  const find = (facts: readonly KeyedFact[], { key }: KeyedFact): KeyedFact | undefined =>
    facts.find((each) => each.key === key);
  const isDisk = ({ icon }: Fact): boolean => icon === 'disk';
  return {
    before: old.map(({ key, ...fact }) => {
      const stays = after === undefined || find(planned, { key, ...fact }) !== undefined;
      const isLost = losesDisks && isDisk(fact);
      return isLost || !stays ? { ...fact, mark: 'gone' } : fact;
    }),
    after: planned.map(({ key, ...fact }) => {
      if (before === undefined) return fact;
      const was = find(old, { key, ...fact });
      if (was === undefined || (losesDisks && isDisk(fact))) return { ...fact, mark: 'new' };
      return was.words === fact.words ? fact : { ...fact, mark: 'changed' };
    }),
  };
}

function factsOf(side: MachineSide | undefined): readonly KeyedFact[] {
  if (side === undefined) return [];
  const { addresses, vmId, cpuCores, memoryMiB, disks, cards, devices, isStarted } = side;
  const size = [
    ...(cpuCores === undefined ? [] : [coresWords(cpuCores)]),
    ...(memoryMiB === undefined ? [] : [memoryWords(memoryMiB)]),
  ];
  return [
    ...addresses.map((words, index): KeyedFact => ({ key: `address ${index}`, icon: 'address', words })),
    ...(isStarted === false ? [{ key: 'power', icon: 'host', words: 'turned off' } as const] : []),
    ...(vmId === undefined ? [] : [{ key: 'id', icon: 'step', words: `VM ${vmId}` } as const]),
    ...(size.length === 0 ? [] : [{ key: 'size', icon: 'cpu', words: size.join(' · ') } as const]),
    ...disks.map(({ interface: name, sizeGiB, datastoreId }): KeyedFact => {
      const words = [`${name}${sizeGiB === undefined ? '' : ` ${sizeGiB} GiB`}`, ...(datastoreId ? [datastoreId] : [])];
      return { key: `disk ${name}`, icon: 'disk', words: words.join(' · ') };
    }),
    ...devices.map((name, index): KeyedFact => ({ key: `device ${index}`, icon: 'device', words: `PCI ${name}` })),
    ...cards.map(({ bridge, vlanId }, index): KeyedFact => {
      const words = [bridge ?? 'no bridge', ...(vlanId === undefined ? [] : [`VLAN ${vlanId}`])];
      return {
        key: `card ${index}`,
        icon: 'network',
        words: words.join(' · '),
        ...(bridge !== undefined && { bridge }),
      };
    }),
  ];
}
