import type { TerraformProvider } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { ProxmoxProvider } from '../../../.gen/providers/proxmox/provider';
import { unknownHostOfEndpoint } from '../../errors/constructs';
import { rulesBroken } from '../../errors/values';
import { ENDPOINT_KNOWN_AT_SYNTH } from '../../proxmox/known-at-synth';
import {
  resolvedProxmoxHost,
  resolvedProxmoxSsh,
  type ResolvedProxmoxSsh,
  variablePrefix,
} from '../../proxmox/resolved';
import { endpointRules } from '../../proxmox/rules';
import type { ProxmoxEndpointSettings } from '../../proxmox/settings';
import { proxmoxEndpointShape } from '../../proxmox/shape';
import { nothingLeft } from '../../values/nothing-left';
import { createSecretVariable } from '../credentials/secret-variable';
import { checkSettings, lateFaults } from '../private/check-settings';
import { requireToken } from '../private/secret';
import { type IPciMapping, PciMapping } from './pci-mapping';
import type { ProxmoxHost } from './proxmox-host';
import { type IResourcePool, ResourcePool } from './resource-pool';
import { DirectoryMapping, type IDirectoryMapping } from './directory-mapping';
import { type IUsbMapping, UsbMapping } from './usb-mapping';

/** Which API of Proxmox VE is used, and how OpenTofu signs in. */
export interface ProxmoxEndpointProps extends ProxmoxEndpointSettings {
  /**
   * Name of the endpoint: the alias of its provider, and part of the names of its variables.
   * @default - the id of the construct
   */
  readonly endpointName?: string;
  /**
   * API token as `USER@REALM!TOKENID=UUID`: a token of the framework, never a literal.
   * @default - the variable `proxmox_<endpoint>_api_token`, which is made
   */
  readonly apiToken?: string;
  /**
   * Private SSH key in PEM form: a token of the framework, never a literal. Only with `ssh`, and without its agent.
   * @default - the variable `proxmox_<endpoint>_ssh_private_key`, which is made
   */
  readonly sshPrivateKey?: string;
}

/** An API of Proxmox VE with its hosts. */
export interface IProxmoxEndpoint extends IConstruct {
  /** Name of the endpoint, and alias of its provider. */
  readonly endpointName: string;
  /** The hosts, in the order given. */
  readonly hosts: readonly ProxmoxHost[];
  /**
   * One host.
   *
   * @param nodeName its name in Proxmox VE
   * @throws if the endpoint has no such host; the error lists those it has
   */
  findHost(nodeName: string): ProxmoxHost;
}

/**
 * One API of Proxmox VE: the provider with the endpoint's name as alias, the variables that carry its secrets, its hosts
 * and its resource mappings.
 *
 * All of it is made in the scope, beside this construct, so that the names of variables are short: put it into the stack.
 *
 * @see https://registry.terraform.io/providers/bpg/proxmox/latest/docs
 */
export class ProxmoxEndpoint extends Construct implements IProxmoxEndpoint {
  /** Name of the endpoint, and alias of its provider. */
  public readonly endpointName: string;
  /** The hosts, in the order given. */
  public readonly hosts: readonly ProxmoxHost[];
  /** Provider of everything that is made at this endpoint. */
  public readonly provider: TerraformProvider;
  /** Resource mappings that are made, by name; a machine that takes the name from here is made after its mapping. */
  public readonly pciMappings: ReadonlyMap<string, IPciMapping>;
  /** Resource mappings of USB devices that are made, by name. */
  public readonly usbMappings: ReadonlyMap<string, IUsbMapping>;
  /** Resource mappings of directories that are made, by name; every machine of the endpoint is made after them. */
  public readonly directoryMappings: ReadonlyMap<string, IDirectoryMapping>;
  /** Resource pools that are made, by name; every machine of the endpoint is made after them. */
  public readonly resourcePools: ReadonlyMap<string, IResourcePool>;

  /**
   * @param scope where provider, variables and mappings are made: the stack
   * @throws if a setting has the wrong form, a host is none of the endpoint, or a secret is a literal
   */
  constructor(scope: Construct, id: string, props: ProxmoxEndpointProps) {
    super(scope, id);
    const { endpointName = id, apiToken, sshPrivateKey, ...settings } = props;
    const late = lateFaults(ENDPOINT_KNOWN_AT_SYNTH, { endpointName });
    if (late.length > 0) throw rulesBroken(this.node.path, late);
    const rules = endpointRules(endpointName, settings);
    const check = { form: proxmoxEndpointShape, rules, knownAtSynth: ENDPOINT_KNOWN_AT_SYNTH };
    checkSettings(this.node.path, check, settings);
    this.endpointName = endpointName;
    const { url, insecure, ssh, hosts, imageHost, resourcePools = {}, ...others } = settings;
    const { pciMappings = {}, usbMappings = {}, directoryMappings = {}, ...rest } = others;
    nothingLeft(rest);
    this.provider = new ProxmoxProvider(scope, `proxmox-${endpointName}`, {
      alias: endpointName,
      endpoint: url,
      apiToken: this.apiToken(scope, apiToken),
      insecure: insecure === false ? undefined : insecure,
      ssh: ssh && this.renderSsh(scope, resolvedProxmoxSsh(ssh), sshPrivateKey),
    });
    this.resourcePools = this.createPools(scope, resourcePools);
    this.hosts = Object.entries(hosts).map(([nodeName, host]) => ({
      endpointName,
      provider: this.provider,
      ...resolvedProxmoxHost(nodeName, host, imageHost),
    }));
    const proxmoxProvider = this.provider;
    this.pciMappings = this.createMappings(scope, 'pci-mappings', pciMappings, (own, name, { devices, ...others }) => {
      nothingLeft(others);
      return new PciMapping(own, name, { proxmoxProvider, devices });
    });
    this.usbMappings = this.createMappings(scope, 'usb-mappings', usbMappings, (own, name, { devices, ...others }) => {
      nothingLeft(others);
      return new UsbMapping(own, name, { proxmoxProvider, devices });
    });
    this.directoryMappings = this.createMappings(
      scope,
      'directory-mappings',
      directoryMappings,
      (own, mappingName, { directories, ...others }) => {
        nothingLeft(others);
        return new DirectoryMapping(own, mappingName, { proxmoxProvider, directories });
      },
    );
  }

  /**
   * One host.
   *
   * @param nodeName its name in Proxmox VE
   * @throws if the endpoint has no such host; the error lists those it has
   */
  public findHost(nodeName: string): ProxmoxHost {
    const host = this.hosts.find((each) => each.nodeName === nodeName);
    if (host !== undefined) return host;
    throw unknownHostOfEndpoint(
      this.node.path,
      nodeName,
      this.hosts.map((each) => each.nodeName),
    );
  }

  private apiToken(scope: Construct, given: string | undefined): string {
    if (given !== undefined) return requireToken(this.node.path, 'apiToken', given);
    return createSecretVariable(
      scope,
      `${variablePrefix(this.endpointName)}_api_token`,
      `API token of the Proxmox VE endpoint ${this.endpointName}, as USER@REALM!TOKENID=UUID.`,
    );
  }

  private renderSsh(
    scope: Construct,
    { username, agent, nodes, ...rest }: ResolvedProxmoxSsh,
    given: string | undefined,
  ): ProxmoxProvider['sshInput'] {
    nothingLeft(rest);
    return {
      username,
      agent,
      privateKey: agent ? undefined : this.privateKey(scope, username, given),
      nodeAttribute: nodes.length === 0 ? undefined : nodes.map((node) => ({ ...node })),
    };
  }

  private privateKey(scope: Construct, username: string, given: string | undefined): string {
    if (given !== undefined) return requireToken(this.node.path, 'sshPrivateKey', given);
    return createSecretVariable(
      scope,
      `${variablePrefix(this.endpointName)}_ssh_private_key`,
      `Private SSH key of ${username} on the hosts of the Proxmox VE endpoint ${this.endpointName}, in PEM form.`,
    );
  }

  private ownScope(scope: Construct, kind: string): Construct {
    const all = scope.node.tryFindChild(kind) ?? new Construct(scope, kind);
    return new Construct(all, this.endpointName);
  }

  /** Those that others lie in come first. */
  private createPools(
    scope: Construct,
    pools: NonNullable<ProxmoxEndpointSettings['resourcePools']>,
  ): ReadonlyMap<string, IResourcePool> {
    const entries = Object.entries(pools).sort(([a], [b]) => depthOf(a) - depthOf(b));
    if (entries.length === 0) return new Map();
    const own = this.ownScope(scope, 'resource-pools');
    const made = new Map<string, IResourcePool>();
    for (const [poolId, { comment, ...rest }] of entries) {
      nothingLeft(rest);
      const parent = made.get(poolId.slice(0, Math.max(0, poolId.lastIndexOf('/'))));
      const props = { proxmoxProvider: this.provider, poolId, comment, parent };
      made.set(poolId, new ResourcePool(own, poolId.replaceAll('/', '--'), props));
    }
    return made;
  }

  private createMappings<Settings, Mapping>(
    scope: Construct,
    kind: string,
    mappings: Readonly<Record<string, Settings>>,
    create: (scope: Construct, mappingName: string, settings: Settings) => Mapping,
  ): ReadonlyMap<string, Mapping> {
    const entries = Object.entries(mappings);
    if (entries.length === 0) return new Map();
    const own = this.ownScope(scope, kind);
    return new Map(entries.map(([mappingName, settings]) => [mappingName, create(own, mappingName, settings)]));
  }
}

function depthOf(poolId: string): number {
  return poolId.split('/').length;
}
