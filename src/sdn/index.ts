export type { SdnDhcpRange, SdnSettings, SdnSubnetSettings, SdnVnetSettings, SdnZoneSettings } from './settings';
