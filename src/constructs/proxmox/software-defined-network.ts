import { Fn, type TerraformProvider, Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { SdnApplier } from '../../../.gen/providers/proxmox/sdn-applier';
import { SdnSubnet, type SdnSubnetConfig } from '../../../.gen/providers/proxmox/sdn-subnet';
import { SdnVnet, type SdnVnetConfig } from '../../../.gen/providers/proxmox/sdn-vnet';
import { SDN_KNOWN_AT_SYNTH } from '../../sdn/known-at-synth';
import { type ResolvedSdn, type ResolvedSdnSubnet, type ResolvedSdnVnet, resolvedSdn } from '../../sdn/resolved';
import { sdnRules } from '../../sdn/rules';
import type { SdnSettings } from '../../sdn/settings';
import { sdnShape } from '../../sdn/shape';
import { fingerprintOf } from '../../values/fingerprint';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings } from '../private/check-settings';
import { checkStack } from '../private/other-stack';
import { resourceReference } from '../private/plain-reference';
import { TerraformData } from '../private/terraform-data';
import { createZone, type SdnZone } from './private/sdn-zone';
import type { IProxmoxEndpoint } from './proxmox-endpoint';

/** Zones and vnets that are made. */
export interface SoftwareDefinedNetworkProps extends SdnSettings {
  /** Endpoint whose hosts have them. */
  readonly endpoint: IProxmoxEndpoint;
}

/** Networks that machines are connected to. */
export interface ISoftwareDefinedNetwork extends IConstruct {
  /** Vnets by name, as tokens: a machine that takes one as its `networkBridge` is made after the hosts have the vnet. */
  readonly vnetBridges: ReadonlyMap<string, string>;
}

/**
 * Software-defined network of a Proxmox VE cluster.
 *
 * Proxmox VE changes nothing on its hosts before such a network is applied, for all of its zones together. It is applied when
 * everything is made, when something changes, and when everything is gone; with it go the changes of others that wait for it.
 *
 * @see https://pve.proxmox.com/pve-docs/chapter-pvesdn.html
 */
export class SoftwareDefinedNetwork extends Construct implements ISoftwareDefinedNetwork {
  /** Vnets by name, as tokens: a machine that takes one as its `networkBridge` is made after the hosts have the vnet. */
  public readonly vnetBridges: ReadonlyMap<string, string>;
  /** The settings with every default filled in. */
  public readonly settings: ResolvedSdn;

  /** @throws one error with a line for each fault, such as a vnet whose zone needs a tag */
  constructor(scope: Construct, id: string, props: SoftwareDefinedNetworkProps) {
    super(scope, id);
    const { endpoint, ...settings } = props;
    checkStack(this, [{ setting: 'endpoint', value: endpoint, instead: 'make a ProxmoxEndpoint in this stack' }]);
    const { endpointName, hosts } = endpoint;
    const rules = sdnRules({ endpointName, hosts: hosts.map(({ nodeName }) => nodeName) });
    checkSettings(this.node.path, { form: sdnShape, rules, knownAtSynth: SDN_KNOWN_AT_SYNTH }, settings);
    this.settings = resolvedSdn(settings);
    const provider = hosts[0]?.provider;
    const last = this.applyLast(provider);
    const zones = new Map(this.settings.zones.map((zone) => [zone.name, createZone(this, zone, provider, last)]));
    const vnets = new Map(
      this.settings.vnets.map((vnet) => [vnet.name, this.createVnet(vnet, zones.get(vnet.zone), provider, last)]),
    );
    const subnets = this.settings.vnets.flatMap((vnet) =>
      vnet.subnets.map((subnet) => this.createSubnet(subnet, vnet.name, vnets, provider)),
    );
    const applied = this.applyFirst(provider, [...zones.values(), ...vnets.values(), ...subnets, last]);
    this.vnetBridges = new Map(
      [...vnets].map(([name, vnet]) => [
        name,
        // the name, once the hosts have it
        Token.asString(Fn.element([vnet.id, applied.id], 0)),
      ]),
    );
  }

  /**
   * Applies what is removed: it goes after all that depends on it, and is replaced with the names of zones, vnets and subnets, as
   * something may have gone.
   */
  private applyLast(provider: TerraformProvider | undefined): SdnApplier {
    const names = new TerraformData(this, 'names', { input: fingerprintOf(namesOf(this.settings)) });
    const lifecycle = { replaceTriggeredBy: [resourceReference(names)] };
    return new SdnApplier(this, 'apply-removed', { provider, onCreate: false, onDestroy: true, lifecycle });
  }

  /** Applies what is made or changed: it comes after everything, and is replaced with any setting. */
  private applyFirst(
    provider: TerraformProvider | undefined,
    dependsOn: NonNullable<ConstructorParameters<typeof SdnApplier>[2]>['dependsOn'],
  ): SdnApplier {
    // it comes after everything too, lest it say that what an apply that failed has left out was applied
    const content = new TerraformData(this, 'content', { input: fingerprintOf(this.settings), dependsOn });
    const lifecycle = { replaceTriggeredBy: [resourceReference(content)] };
    return new SdnApplier(this, 'apply', { provider, onCreate: true, onDestroy: false, dependsOn, lifecycle });
  }

  private createVnet(
    { name, zone, tag, alias, vlanAware, isolatePorts, subnets: _made, ...rest }: ResolvedSdnVnet,
    made: SdnZone | undefined,
    provider: TerraformProvider | undefined,
    last: SdnApplier,
  ): SdnVnet {
    nothingLeft(rest);
    const config: SdnVnetConfig = {
      ...{ provider, id: name, zone: made?.id ?? zone, tag, alias, vlanAware, isolatePorts },
      dependsOn: [last],
    };
    return new SdnVnet(this, `vnet-${name}`, config);
  }

  private createSubnet(
    { id, cidr, gateway, snat, dhcpRange, dhcpDnsServer, dnsZonePrefix, ...rest }: ResolvedSdnSubnet,
    vnetName: string,
    vnets: ReadonlyMap<string, SdnVnet>,
    provider: TerraformProvider | undefined,
  ): SdnSubnet {
    nothingLeft(rest);
    const config: SdnSubnetConfig = {
      ...{ provider, vnet: vnets.get(vnetName)?.id ?? vnetName, cidr, gateway, snat, dhcpDnsServer, dnsZonePrefix },
      dhcpRange: dhcpRange && { startAddress: dhcpRange.start, endAddress: dhcpRange.end },
    };
    return new SdnSubnet(this, `vnet-${vnetName}-${id}`, config);
  }
}

/** Everything that is made, by its names. */
function namesOf({ zones, vnets }: ResolvedSdn): object {
  return {
    zones: zones.map(({ name, type }) => `${type} ${name}`),
    vnets: vnets.map(({ name, subnets }) => [name, ...subnets.map(({ cidr }) => cidr)].join(' ')),
  };
}
