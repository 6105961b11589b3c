import type { SettingRules } from '../values/setting-rule';
import type { SdnSettings } from './settings';
import { VNET_SETTING_RULES } from './vnet-rules';
import { type SdnPlace, zoneRules } from './zone-rules';

/**
 * Conditions of a software-defined network, as Proxmox VE has them.
 *
 * @param place what stands around the settings
 */
export function sdnRules(place: SdnPlace): SettingRules<SdnSettings> {
  return [...zoneRules(place), ...VNET_SETTING_RULES];
}
