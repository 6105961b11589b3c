import type { TerraformProvider } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { Haresource } from '../../../.gen/providers/proxmox/haresource';
import { Harule, type HaruleConfig } from '../../../.gen/providers/proxmox/harule';
import { machineNotGiven, machineOfAnotherEndpoint } from '../../errors/constructs';
import { rulesBroken } from '../../errors/values';
import { movedBack } from '../../high-availability/faults';
import { HIGH_AVAILABILITY_KNOWN_AT_SYNTH } from '../../high-availability/known-at-synth';
import {
  type HighAvailabilityPlace,
  type ResolvedHaRule,
  resolvedHighAvailability,
  type ResolvedHighAvailability,
} from '../../high-availability/resolved';
import { highAvailabilityRules } from '../../high-availability/rules';
import type { HighAvailabilitySettings } from '../../high-availability/settings';
import { highAvailabilityShape } from '../../high-availability/shape';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings, lateFaults } from '../private/check-settings';
import { checkStack } from '../private/other-stack';
import { resourceReference } from '../private/plain-reference';
import type { IProxmoxEndpoint } from './proxmox-endpoint';
import type { IProxmoxMachine } from './proxmox-machine';

/** Which machines of an endpoint are looked after, and where they may be. */
export interface HighAvailabilityProps extends HighAvailabilitySettings {
  /** Endpoint of the machines: a cluster of Proxmox VE 9 or newer. */
  readonly endpoint: IProxmoxEndpoint;
  /** Virtual machines of the endpoint. Those that are looked after need `onHostChange: 'ignore'`. */
  readonly nodes: readonly IProxmoxMachine[];
  /**
   * Further names that settings may use, each with the hostnames that it means.
   * @default - none
   */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/** Machines that Proxmox VE keeps running. */
export interface IHighAvailability extends IConstruct {
  /** Ids of the resources of high availability by hostname, as tokens: what takes one from here is made after it. */
  readonly resourceIds: ReadonlyMap<string, string>;
}

/**
 * High availability of Proxmox VE 9: a machine of a host that fails is started on another one. Control planes are kept
 * apart, as long as there are hosts enough.
 *
 * The disks of the machines must be there on the other host: on shared storage, or replicated.
 *
 * @see https://pve.proxmox.com/wiki/High_Availability
 */
export class HighAvailability extends Construct implements IHighAvailability {
  /** Ids of the resources of high availability by hostname, as tokens: what takes one from here is made after it. */
  public readonly resourceIds: ReadonlyMap<string, string>;
  /** The settings with every default filled in. */
  public readonly settings: ResolvedHighAvailability;

  /**
   * @throws one error with a line for each fault, such as rules that Proxmox VE can't follow at once
   */
  constructor(scope: Construct, id: string, props: HighAvailabilityProps) {
    super(scope, id);
    const { endpoint, nodes, groups = {}, ...settings } = props;
    checkStack(this, [{ setting: 'endpoint', value: endpoint, instead: 'make a ProxmoxEndpoint in this stack' }]);
    this.checkGroups(nodes, groups);
    const place = placeOf(endpoint, nodes, groups);
    checkSettings(
      this.node.path,
      {
        form: highAvailabilityShape,
        rules: highAvailabilityRules(place),
        knownAtSynth: HIGH_AVAILABILITY_KNOWN_AT_SYNTH,
      },
      settings,
    );
    this.settings = resolvedHighAvailability(settings, place);
    this.checkMachines(endpoint, nodes);
    const resources = this.createResources(nodes);
    this.resourceIds = new Map([...resources].map(([hostname, resource]) => [hostname, resource.resourceId]));
    this.createRules(resources);
  }

  private checkMachines({ endpointName }: IProxmoxEndpoint, nodes: readonly IProxmoxMachine[]): void {
    const faults = nodes.flatMap(({ hostname, host, settings: { onHostChange } }, index) => {
      if (host.endpointName !== endpointName) {
        return [`nodes[${index}]: ${machineOfAnotherEndpoint(hostname, host.endpointName, endpointName)}`];
      }
      const isMovedBack = this.settings.machines.includes(hostname) && onHostChange === 'migrate';
      return isMovedBack ? [`nodes[${index}].onHostChange: ${movedBack()}`] : [];
    });
    if (faults.length > 0) throw rulesBroken(this.node.path, faults);
  }

  private checkGroups(nodes: readonly IProxmoxMachine[], groups: NonNullable<HighAvailabilityProps['groups']>): void {
    const late = lateFaults(HIGH_AVAILABILITY_KNOWN_AT_SYNTH, { nodes, groups });
    if (late.length > 0) throw rulesBroken(this.node.path, late);
    const known = nodes.map(({ hostname }) => hostname);
    const faults = Object.entries(groups).flatMap(([group, hostnames]) =>
      hostnames.flatMap((hostname, index) =>
        known.includes(hostname) ? [] : [`groups.${group}[${index}]: ${machineNotGiven(hostname, known)}`],
      ),
    );
    if (faults.length > 0) throw rulesBroken(this.node.path, faults);
  }

  private createResources(nodes: readonly IProxmoxMachine[]): ReadonlyMap<string, Haresource> {
    const { machines, state, maxRestart, maxRelocate, failback, rules: _ownResources, ...rest } = this.settings;
    nothingLeft(rest);
    const scope = new Construct(this, 'resources');
    return new Map(
      nodes
        .filter(({ hostname }) => machines.includes(hostname))
        .map(({ hostname, host: { provider }, vmIdText, _replacementTriggers: triggers }) => [
          hostname,
          new Haresource(scope, hostname, {
            provider,
            resourceId: `vm:${vmIdText}`,
            state,
            maxRestart,
            maxRelocate,
            failback,
            // Proxmox VE forgets a machine that is destroyed, also when another one gets its id
            lifecycle: { replaceTriggeredBy: [...triggers] },
          }),
        ]),
    );
  }

  private createRules(resources: ReadonlyMap<string, Haresource>): void {
    const scope = new Construct(this, 'rules');
    const prefix = `stack-${TerraformStack.of(this).node.id}`;
    for (const [name, rule] of Object.entries(this.settings.rules)) {
      const members = rule.machines.map((hostname) => resources.get(hostname) as Haresource);
      const provider = members[0]?.provider as TerraformProvider;
      new Harule(scope, name, renderRule(rule, { provider, rule: `${prefix}-${name}`, members }));
    }
  }
}

function placeOf(
  { endpointName, hosts }: IProxmoxEndpoint,
  nodes: readonly IProxmoxMachine[],
  groups: Readonly<Record<string, readonly string[]>>,
): HighAvailabilityPlace {
  const own = nodes.map(({ hostname }) => [hostname, [hostname]] as const);
  return {
    endpointName,
    hosts: hosts.map(({ nodeName }) => nodeName),
    machines: new Map([...Object.entries(groups), ...own]),
    controlPlanes: nodes.flatMap(({ hostname, machineType }) => (machineType === 'controlplane' ? [hostname] : [])),
  };
}

interface RuleLinks {
  readonly provider: TerraformProvider;
  readonly rule: string;
  readonly members: readonly Haresource[];
}

function renderRule(settings: ResolvedHaRule, { provider, rule, members }: RuleLinks): HaruleConfig {
  const common = {
    provider,
    rule,
    resources: members.map(({ resourceId }) => resourceId),
    // a rule may only name what is looked after, so it goes before and comes back after its machines
    lifecycle: { replaceTriggeredBy: members.map((member) => resourceReference(member, 'id')) },
  };
  if (settings.type === 'resource-affinity') {
    const { type, machines: _asResources, affinity, ...rest } = settings;
    nothingLeft(rest);
    return { ...common, type, affinity };
  }
  const { type, machines: _asResources, hosts, strict, ...rest } = settings;
  nothingLeft(rest);
  return { ...common, type, nodes: { ...hosts }, strict };
}
