import type { TerraformStack } from 'cdktf';
import { ClusterNetwork } from '../../src/constructs/node/cluster-network';
import { encryptedProps } from './encryption-samples';
import { GATEWAYS, linksWith, OTHER_LINKS } from './link-samples';

/** Settings with the keys that exclude others. */
export function otherSettings(
  secret: (stack: TerraformStack, name: string) => string,
): readonly ((stack: TerraformStack) => Readonly<Record<string, unknown>>)[] {
  const withoutGateway = ClusterNetwork.of({ subnet: '10.0.0.0/24' });
  return [
    ...['auth', 'identityToken'].map((key) => (stack: TerraformStack) => ({
      registries: { auth: { 'quay.io': { [key]: secret(stack, key) } } },
    })),
    ...encryptedProps(secret),
    ...OTHER_LINKS.map((links) => () => ({ link: 'eth0', links, time: { ptpDevices: ['/dev/ptp0'] } })),
    ...GATEWAYS.map((links) => (stack: TerraformStack) => ({
      links: linksWith((name) => secret(stack, name), links),
      link: 'eth0',
      network: withoutGateway,
    })),
  ];
}
