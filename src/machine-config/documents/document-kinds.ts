import { blackholeRouteConfig } from './blackhole-route';
import { bondConfig } from './bond';
import { bridgeConfig } from './bridge';
import { criBaseRuntimeSpecConfig } from './cri-base-runtime-spec';
import { dhcpv4Config } from './dhcpv4';
import { discoveryIdentityConfig } from './discovery-identity';
import { discoveryServiceConfig } from './discovery-service';
import type { DocumentKind } from './document-kind';
import { dhcpv6Config } from './dhcpv6';
import { dummyLinkConfig } from './dummy-link';
import { ethernetConfig } from './ethernet';
import { existingVolumeConfig } from './existing-volume';
import { extensionServiceConfig } from './extension-service';
import { externalVolumeConfig } from './external-volume';
import { filesystemScrubConfig } from './filesystem-scrub';
import { filesystemTrimConfig } from './filesystem-trim';
import { hcloudVipConfig } from './hcloud-vip';
import { hostnameConfig } from './hostname';
import { imageCacheConfig } from './image-cache';
import { kernelModuleConfig } from './kernel-module';
import { kmsgLogConfig } from './kmsg-log';
import { kubeAdmissionControlConfig } from './kube-admission-control';
import { kubeAggregatorCaConfig } from './kube-aggregator-ca';
import { kubeApiServerConfig } from './kube-api-server';
import { kubeApiServerCaConfig } from './kube-api-server-ca';
import { kubeAuditPolicyConfig } from './kube-audit-policy';
import { kubeAuthenticationConfig } from './kube-authentication';
import { kubeClusterConfig } from './kube-cluster';
import { kubeControllerManagerConfig } from './kube-controller-manager';
import { kubeCoreDnsConfig } from './kube-core-dns';
import { kubeEtcdEncryptionConfig } from './kube-etcd-encryption';
import { kubeExternalManifestConfig } from './kube-external-manifest';
import { kubeFlannelCniConfig } from './kube-flannel';
import { kubeInlineManifestConfig } from './kube-inline-manifest';
import { kubeNetworkConfig } from './kube-network';
import { kubeNodeConfig } from './kube-node';
import { kubePrismConfig } from './kube-prism';
import { kubeProxyConfig } from './kube-proxy';
import { kubeSchedulerConfig } from './kube-scheduler';
import { kubeServiceAccountConfig } from './kube-service-account';
import { kubeTalosApiAccessConfig } from './kube-talos-api-access';
import { kubeletConfig } from './kubelet';
import { kubeSpanConfig } from './kubespan';
import { kubeSpanEndpointsConfig } from './kubespan-endpoints';
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
import { securityProfileConfig } from './security-profile';
import { siderolinkConfig } from './siderolink';
import { staticHostConfig } from './static-host';
import { swapVolumeConfig } from './swap-volume';
import { sysctlConfig } from './sysctl';
import { routingRuleConfig } from './routing-rule';
import { tcpProbeConfig } from './tcp-probe';
import { timeSyncConfig } from './time-sync';
import { trustedRootsConfig } from './trusted-roots';
import { udevRulesConfig } from './udev-rules';
import { unattendedInstallConfig } from './unattended-install';
import { userVolumeConfig } from './user-volume';
import { vethConfig } from './veth';
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
  vethConfig,
  dhcpv6Config,
  ethernetConfig,
  blackholeRouteConfig,
  routingRuleConfig,
  tcpProbeConfig,
  // storage
  volumeConfig,
  userVolumeConfig,
  rawVolumeConfig,
  swapVolumeConfig,
  existingVolumeConfig,
  externalVolumeConfig,
  // registries and services
  registryAuthConfig,
  registryTlsConfig,
  extensionServiceConfig,
  siderolinkConfig,
  registryMirrorConfig,
  trustedRootsConfig,
  kmsgLogConfig,
  watchdogTimerConfig,
  // the machine
  unattendedInstallConfig,
  securityProfileConfig,
  filesystemTrimConfig,
  filesystemScrubConfig,
  sysctlConfig,
  kernelModuleConfig,
  udevRulesConfig,
  imageCacheConfig,
  criBaseRuntimeSpecConfig,
  discoveryServiceConfig,
  discoveryIdentityConfig,
  // Kubernetes
  kubeClusterConfig,
  kubeNodeConfig,
  kubeletConfig,
  kubeNetworkConfig,
  kubeFlannelCniConfig,
  kubeProxyConfig,
  kubeCoreDnsConfig,
  kubePrismConfig,
  kubeApiServerConfig,
  kubeAuthenticationConfig,
  kubeAdmissionControlConfig,
  kubeAuditPolicyConfig,
  kubeControllerManagerConfig,
  kubeSchedulerConfig,
  kubeExternalManifestConfig,
  kubeInlineManifestConfig,
  kubeTalosApiAccessConfig,
  kubeApiServerCaConfig,
  kubeAggregatorCaConfig,
  kubeServiceAccountConfig,
  kubeEtcdEncryptionConfig,
];
