import { blocksOf, isSame, textOf } from './attributes';
import type { Values } from './plan-json';

/** A network card that would become another one. */
export interface CardShift {
  /** Its place, such as `net0`. */
  readonly card: string;
  /** The card now, in words. */
  readonly from: string;
  /** The card afterwards, in words. */
  readonly to: string;
}

/**
 * Cards that would become other ones, as Proxmox VE and the provider count them: one goes or comes and another one changes
 * what it is connected to, or a MAC address passes from one to another.
 */
export function cardShifts(before: Values | undefined, after: Values | undefined): readonly CardShift[] {
  const [old, planned] = [blocksOf(before, 'network_device'), blocksOf(after, 'network_device')];
  const isCounted = old.length !== planned.length;
  const known = old.flatMap((card) => macOf(card) ?? []);
  return old.flatMap((card, index): readonly CardShift[] => {
    const now = planned[index];
    if (now === undefined) return [];
    const [mac, next] = [macOf(card), macOf(now)];
    const isOther = mac !== undefined && next !== undefined && mac !== next;
    const passes = isOther && known.includes(next);
    const moves = isCounted && (isOther || PLACE.some((key) => !isSame(card[key], now[key])));
    return passes || moves ? [{ card: `net${index}`, from: wordsOf(card), to: wordsOf(now) }] : [];
  });
}

/** Attributes that say what a card is connected to. */
const PLACE = ['bridge', 'vlan_id'];

function macOf(card: Values): string | undefined {
  return textOf(card, 'mac_address')?.toUpperCase();
}

function wordsOf(card: Values): string {
  const vlan = typeof card.vlan_id === 'number' && card.vlan_id > 0 ? ` VLAN ${card.vlan_id}` : '';
  const mac = macOf(card);
  return `${textOf(card, 'bridge') ?? '?'}${vlan}${mac === undefined ? '' : ` ${mac}`}`;
}
