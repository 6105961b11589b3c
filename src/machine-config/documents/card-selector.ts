import { MacAddress } from '../../values/mac-address';
import type { CardOptions } from '../../network/link-settings';

/** Condition that a card is selected by in the main document. */
export type DeviceSelector =
  | { readonly physical: true }
  | { readonly hardwareAddr: string; readonly physical: true }
  | { readonly permanentAddr: string; readonly physical: true }
  | { readonly busPath: string; readonly physical: true };

/** Condition of a card; nothing if it is known by its name. In a bond all cards have one MAC address, but the permanent. */
export function cardSelector(card: CardOptions | undefined): DeviceSelector | undefined {
  const { macAddress, busPath } = card ?? {};
  if (macAddress !== undefined)
    return { permanentAddr: MacAddress.of(macAddress).toString().toLowerCase(), physical: true };
  return busPath === undefined ? undefined : { busPath, physical: true };
}
