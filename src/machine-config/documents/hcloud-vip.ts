import type { DocumentKind } from './document-kind';

/** A virtual IP of Hetzner Cloud. */
export const hcloudVipConfig: DocumentKind = {
  kind: 'HCloudVIPConfig',
  since: 'v1.12',
  secrets: ['apiToken'],
  legacySecrets: [
    'machine.network.interfaces.*.vip.hcloud.apiToken',
    'machine.network.interfaces.*.vlans.*.vip.hcloud.apiToken',
  ],
};
