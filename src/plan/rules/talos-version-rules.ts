import { secureBootChanges, talosLowered, talosSkipsMinor } from './version-faults';
import type { TalosVersion } from '../../values/talos-version';
import type { GuardFacts, GuardRule } from './guard-rule';
import type { Refusal } from './refusal';
import { highest, lowest, minorNumber, type Move, moveTexts } from './version-moves';

/** Rules about the version of Talos. */
export const TALOS_VERSION_RULES: readonly GuardRule[] = [talosIsNotLowered, talosUpgradeIsTaken, secureBootStays];

/**
 * Number of minor versions that the installer upgrades over in one step.
 *
 * @see https://github.com/siderolabs/talos/tree/main/pkg/machinery/compatibility
 */
const MINORS_OF_AN_UPGRADE = 2;

function talosIsNotLowered({ versions }: GuardFacts): readonly Refusal[] {
  const moves = versions.flatMap(({ talos }) => talos ?? []);
  const lowered = moves.filter(({ from, to }) => to.compare(from) < 0);
  const top = highest(lowered.map(({ from }) => from));
  if (top === undefined) return [];
  const message = talosLowered(moveTexts(lowered), top.tag);
  return [{ kind: 'talos-lowered', accept: lowered.map(({ machine }) => machine), message }];
}

/** A machine that is replaced boots its image, and upgrades from nothing. */
function talosUpgradeIsTaken({ versions }: GuardFacts): readonly Refusal[] {
  const staying = versions.filter(({ stays }) => stays);
  const skipping = staying.flatMap(({ talos }) => (talos !== undefined && isTooFar(talos) ? [talos] : []));
  const bottom = lowest(skipping.map(({ from }) => from));
  if (bottom === undefined) return [];
  const next = `v1.${minorOf(bottom) + MINORS_OF_AN_UPGRADE}`;
  const message = talosSkipsMinor(moveTexts(skipping), next);
  return [{ kind: 'talos-skips-minor', accept: skipping.map(({ machine }) => machine), message }];
}

/** A machine boots what its installation wrote, so Secure Boot changes only where it is replaced and installed anew. */
function secureBootStays({ versions }: GuardFacts): readonly Refusal[] {
  const staying = versions.filter(({ stays }) => stays);
  return (['on', 'off'] as const).flatMap((to): readonly Refusal[] => {
    const names = staying.filter(({ secureBoot }) => secureBoot === to).map(({ machine }) => machine.name);
    return names.length === 0
      ? []
      : [{ kind: 'secure-boot-changes', accept: names, message: secureBootChanges(names, to) }];
  });
}

function isTooFar({ from, to }: Move<TalosVersion>): boolean {
  return minorOf(to) - minorOf(from) > MINORS_OF_AN_UPGRADE;
}

function minorOf({ contract }: TalosVersion): number {
  return minorNumber(contract.tag);
}
