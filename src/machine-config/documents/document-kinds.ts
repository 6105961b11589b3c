import { bondConfig } from './bond';
import { bridgeConfig } from './bridge';
import type { DocumentKind } from './document-kind';
import { dhcpv4Config } from './dhcpv4';
import { dummyLinkConfig } from './dummy-link';
import { existingVolumeConfig } from './existing-volume';
import { extensionServiceConfig } from './extension-service';
import { hcloudVipConfig } from './hcloud-vip';
import { hostnameConfig } from './hostname';
import { kubeSpanConfig } from './kubespan';
import { kubeSpanEndpointsConfig } from './kubespan-endpoints';
import { kmsgLogConfig } from './kmsg-log';
import { layer2VipConfig } from './layer2-vip';
import { linkConfig } from './link';
import { linkAliasConfig } from './link-alias';
import { networkDefaultActionConfig } from './network-default-action';
import { networkRuleConfig } from './network-rule';
import { rawVolumeConfig } from './raw-volume';
import { registryAuthConfig } from './registry-auth';
import { registryMirrorConfig } from './registry-mirror';
import { registryTlsConfig } from './registry-tls';
import { resolverConfig } from './resolver';
import { siderolinkConfig } from './siderolink';
import { staticHostConfig } from './static-host';
import { swapVolumeConfig } from './swap-volume';
import { timeSyncConfig } from './time-sync';
import { trustedRootsConfig } from './trusted-roots';
import { userVolumeConfig } from './user-volume';
import { vlanConfig } from './vlan';
import { volumeConfig } from './volume';
import { vrfConfig } from './vrf';
import { watchdogTimerConfig } from './watchdog-timer';
import { wireguardConfig } from './wireguard';

/**
 * The kinds of documents that more is known of than their schema. They are rendered in this order, which decides about
 * the order of patches: a new kind has its line at the end of its group.
 */
export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  // network
  hostnameConfig,
  linkAliasConfig,
  linkConfig,
  bondConfig,
  bridgeConfig,
  vlanConfig,
  dummyLinkConfig,
  vrfConfig,
  wireguardConfig,
  layer2VipConfig,
  hcloudVipConfig,
  resolverConfig,
  timeSyncConfig,
  kubeSpanConfig,
  staticHostConfig,
  kubeSpanEndpointsConfig,
  dhcpv4Config,
  networkDefaultActionConfig,
  networkRuleConfig,
  // storage
  volumeConfig,
  userVolumeConfig,
  rawVolumeConfig,
  swapVolumeConfig,
  existingVolumeConfig,
  // registries and services
  registryAuthConfig,
  registryTlsConfig,
  extensionServiceConfig,
  siderolinkConfig,
  registryMirrorConfig,
  trustedRootsConfig,
  kmsgLogConfig,
  watchdogTimerConfig,
];
