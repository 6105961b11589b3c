import { RESOURCE_TYPES } from '../resource-types';
import { MAX_UNAVAILABLE, type MaxUnavailable } from '../values/max-unavailable';
import { ADDRESS_RULES } from './rules/address-rules';
import { changedMachines } from './read/changed-machine';
import { CLUSTER_RULES, END_RULES, isEnd } from './rules/cluster-rules';
import { DISK_RULES } from './rules/disk-rules';
import { DISK_VM_RULES, protectedDiskVmStays } from './rules/disk-vm-rules';
import { ENCRYPTION_RULES } from './rules/encryption-rules';
import { FOREIGN_RULES } from './rules/foreign-rules';
import { ETCD_RULES } from './rules/etcd-rules';
import { FIXED_SETTING_RULES } from './rules/fixed-setting-rules';
import type { ApplyCommand, GuardFacts, GuardRule } from './rules/guard-rule';
import { cardsStay } from './rules/network-card-rules';
import { removedPoolIsEmpty } from './rules/resource-pool-rules';
import { SDN_RULES } from './rules/sdn-rules';
import { KUBERNETES_VERSION_RULES } from './rules/kubernetes-version-rules';
import { MACHINE_RULES, protectedMachineStays } from './rules/machine-rules';
import { isDiskVm } from './read/disk-vms';
import { changedTotals } from './read/host-totals';
import { viewsOf } from './read/machine-views';
import { machinesOf, type PlannedMachine } from './read/machines';
import { notesOf, notesOfAcceptance } from './verdict/notes';
import { type Plan, type PlannedResource, readPlan } from './read/plan-json';
import { READABLE_RULES } from './rules/readable-rules';
import type { RunningMachine } from './read/running-machine';
import { SYSTEM_VOLUME_RULES } from './rules/system-volume-rules';
import { TALOS_VERSION_RULES } from './rules/talos-version-rules';
import { replacedUnasked, TRIGGER_RULES } from './rules/trigger-rules';
import { upgradeSteps, versionWords } from './verdict/upgrade-steps';
import { textsOf } from './read/attributes';
import type { HostFindings, Refusal, RefusalKind } from './rules/refusal';
import type { MachineVerdict, ResourceCount, Verdict } from './verdict/verdict';
import { discreetVerdict } from './verdict/discreet-verdict';
import { versionOutlooks } from './rules/version-outlook';
import { VOLUME_RULES } from './rules/volume-rules';
import { detailsOf, lossesOf } from './verdict/words';
import { WORKER_RULES } from './rules/worker-rules';

/** Options of `judgePlan`. */
export interface JudgePlanOptions {
  /**
   * Names that a person accepts: machines, and the cluster for its secrets and its end. Refusals because of them
   * are overruled.
   * @default - nothing is accepted
   */
  readonly accept?: readonly string[];
  /**
   * True if the end of the cluster is what was asked for, so that it needs no name that accepts it.
   * @default false
   */
  readonly endIsMeant?: boolean;
  /**
   * Name of the cluster.
   * @default - what the tag `stack-<name>` of its machines says, else `cluster`
   */
  readonly clusterName?: string;
  /**
   * Versions that run on the machines, as they report them; the command line asks before it judges a change of versions.
   * @default - nobody was asked, so a change of versions is refused
   */
  readonly running?: readonly RunningMachine[];
  /**
   * Shortages of hosts and Image Factory; the command line asks for them before it judges a plan that creates something.
   * @default - nobody was asked
   */
  readonly hosts?: HostFindings;
  /**
   * How many workers may be away at the same time: a number, or a share of the workers such as `25%`.
   * @default 1
   */
  readonly maxUnavailableWorkers?: MaxUnavailable;
  /**
   * Command that writes the talosconfig of the cluster into the working directory.
   * @default `npx cdktf-proxmox-talos talosconfig <cluster>`
   */
  readonly talosconfigCommand?: string;
  /**
   * Command that runs OpenTofu on the stack, for the commands in messages.
   * @default `tofu`, to be run in the directory of the stack
   */
  readonly tofuCommand?: string;
  /**
   * Command that applies the cluster with options of OpenTofu, for the commands in messages.
   * @default `npx cdktf-proxmox-talos apply <cluster> -- <options>`
   */
  readonly applyCommand?: ApplyCommand;
}

/**
 * Judges a plan: the outcome of each machine, the losses, and the reasons not to apply it.
 *
 * It knows what the providers do with a plan that looks harmless: volumes that change hands, machines that restart
 * together, a cluster that loses its majority. It asks nobody and changes nothing.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed. It holds secrets; the verdict does not
 * @throws if it is no plan, a plan that ended in errors, or an option has no meaning
 */
export function judgePlan(planJson: unknown, options: JudgePlanOptions = {}): Verdict {
  const plan = readPlan(planJson);
  const machines = machinesOf(plan);
  const accept = options.accept ?? [];
  const changed = changedMachines(machines);
  const clusterName = options.clusterName ?? clusterNameOf(machines);
  const facts: GuardFacts = {
    plan,
    machines,
    changed,
    versions: versionOutlooks(changed, options.running),
    running: options.running,
    maxUnavailableWorkers: options.maxUnavailableWorkers ?? MAX_UNAVAILABLE,
    clusterName,
    tofuCommand: options.tofuCommand ?? 'tofu',
    applyCommand:
      options.applyCommand ?? ((words) => ['npx cdktf-proxmox-talos apply', clusterName, '--', ...words].join(' ')),
  };
  const { refusals: lacks = [], notes: ofHosts = [] } = options.hosts ?? {};
  const all = [...rulesFor(plan).flatMap((rule) => rule(facts)), ...lacks];
  const found = withoutConsequences(all, facts);
  const accepted = found.filter(
    ({ kind, accept: names }) =>
      (options.endIsMeant === true && kind === 'cluster-destroyed') || names.every((name) => accept.includes(name)),
  );
  const refusals = found.filter((refusal) => !accepted.includes(refusal));
  const changing = machines.filter(({ outcome }) => outcome !== 'unchanged');
  const verdict: Verdict = {
    clusterName: facts.clusterName,
    allowed: refusals.length === 0,
    hasChanges: plan.changesOutputs || plan.resources.some(({ action, imported }) => action !== 'none' || imported),
    machines: changing.map((machine) => machineVerdict(machine, facts)),
    unchangedMachines: machines.length - changing.length,
    hosts: changedTotals(viewsOf(plan, machines)),
    others: countOthers(plan.resources),
    losses: lossesOf(machines, all),
    refusals,
    accepted,
    notes: [...notesOf(facts), ...ofHosts, ...notesOfAcceptance(accept, found, facts)],
    steps: upgradeSteps(
      facts,
      refusals,
      options.talosconfigCommand ?? `npx cdktf-proxmox-talos talosconfig ${facts.clusterName}`,
    ),
  };
  return discreetVerdict(verdict, plan.secrets);
}

function rulesFor(plan: Plan): readonly GuardRule[] {
  if (isEnd(plan)) {
    return [...END_RULES, ...FOREIGN_RULES, protectedMachineStays, protectedDiskVmStays, removedPoolIsEmpty];
  }
  return [
    ...READABLE_RULES,
    ...CLUSTER_RULES,
    ...FIXED_SETTING_RULES,
    ...KUBERNETES_VERSION_RULES,
    ...TALOS_VERSION_RULES,
    ...ETCD_RULES,
    ...WORKER_RULES,
    ...TRIGGER_RULES,
    ...ADDRESS_RULES,
    ...MACHINE_RULES,
    ...FOREIGN_RULES,
    cardsStay,
    removedPoolIsEmpty,
    ...SDN_RULES,
    ...DISK_RULES,
    ...DISK_VM_RULES,
    ...VOLUME_RULES,
    ...ENCRYPTION_RULES,
    ...SYSTEM_VOLUME_RULES,
  ];
}

/** Refusals that follow from a replacement, whatever causes it. */
const CONSEQUENCES: readonly RefusalKind[] = [
  'quorum-lost',
  'member-stays',
  'control-planes-away-together',
  'machines-replaced-together',
  'data-disks-lost',
];

/** Leaves out refusals that only follow from a replacement or an address that is refused for its own cause. */
function withoutConsequences(refusals: readonly Refusal[], facts: GuardFacts): readonly Refusal[] {
  const unasked = new Set(replacedUnasked(facts).map(({ name }) => name));
  const passing = refusals.filter(({ kind }) => kind === 'address-passes').flatMap(({ accept }) => accept);
  const restartingUnasked = new Set([...unasked, ...passing]);
  return refusals.filter(({ kind, accept }) => {
    if (kind === 'workers-away-together') return !accept.every((name) => restartingUnasked.has(name));
    return !CONSEQUENCES.includes(kind) || !accept.every((name) => unasked.has(name));
  });
}

function clusterNameOf(machines: readonly PlannedMachine[]): string {
  const tags = machines.flatMap(({ virtualMachine }) =>
    textsOf(virtualMachine?.before ?? virtualMachine?.after, 'tags'),
  );
  return tags.find((tag) => tag.startsWith('stack-'))?.slice('stack-'.length) ?? 'cluster';
}

function machineVerdict(machine: PlannedMachine, facts: GuardFacts): MachineVerdict {
  const { name, machineType, outcome, disks } = machine;
  const details = [...detailsOf(facts.plan, machine), ...versionWords(facts, machine)];
  return { name, machineType, outcome, details, disks };
}

/** Types that are reported as machines. */
const MACHINE_TYPES: readonly string[] = [RESOURCE_TYPES.virtualMachine, RESOURCE_TYPES.machineConfigurationApply];

function countOthers(resources: readonly PlannedResource[]): readonly ResourceCount[] {
  const others = resources.filter(
    (each) => (!MACHINE_TYPES.includes(each.type) || isDiskVm(each)) && each.action !== 'none',
  );
  const types = [...new Set(others.map(({ type }) => type))].sort();
  return types.map((type) => {
    const count = (...actions: readonly string[]): number =>
      others.filter((each) => each.type === type && actions.includes(each.action)).length;
    return {
      type,
      created: count('create'),
      changed: count('update'),
      replaced: count('replace', 'supersede'),
      destroyed: count('destroy', 'forget'),
    };
  });
}
