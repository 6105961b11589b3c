import type { DocumentKind } from './document-kind';

/** A WireGuard tunnel. */
export const wireguardConfig: DocumentKind = {
  kind: 'WireguardConfig',
  since: 'v1.12',
  describesLink: true,
  secrets: ['privateKey', 'peers.*.presharedKey'],
  legacySecrets: ['machine.network.interfaces.*.wireguard.privateKey'],
};
