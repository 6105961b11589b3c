import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePlan, type Verdict } from '../../src/plan';
import type { Homelab, Homelabs, Plan, RunOptions } from './homelab-run';
import { type Changes, changedSpec } from './small-spec';

/** Resources of a synthesized stack by type and name; what a test writes into them. */
type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** Edits before a plan: of the cluster file, of the stack that comes of it, or of the command line. */
export interface Edit {
  /** Changes of the cluster file. */
  readonly spec?: Changes;
  /** Changes of the stack, as somebody's own stack with these constructs can have them. */
  readonly stack?: (resources: Resources) => void;
  /** Options of `tofu plan`. */
  readonly args?: readonly string[];
  /** Other values of variables. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A plan that OpenTofu made with the real Proxmox provider, and what the guard says of it. */
export interface JudgedPlan {
  /** Resources that change, such as `proxmox_virtual_environment_vm.nodes_work-00: update`. */
  readonly changes: readonly string[];
  readonly verdict: Verdict;
  readonly plan: Plan;
}

/** A cluster in a simulated homelab that all tests of a `describe` share; they plan, and leave it as it is. */
export class AppliedCluster {
  private opened?: Homelab;

  /**
   * Has the cluster applied before the tests.
   *
   * @param spec what its cluster file holds
   */
  public constructor(
    { openForAll }: Homelabs,
    private readonly spec: unknown,
    options: RunOptions = {},
  ) {
    beforeAll(async () => {
      this.opened = await openForAll(spec, options);
      await this.opened.workspace.init();
      await this.opened.workspace.apply();
    });
  }

  public get homelab(): Homelab {
    if (this.opened === undefined) throw new Error('the cluster was not made');
    return this.opened;
  }

  /** Puts an edit in the place of the stack. */
  public describe({ spec = {}, stack }: Pick<Edit, 'spec' | 'stack'>): void {
    this.homelab.describe(changedSpec(spec, this.spec));
    if (stack === undefined) return;
    const written = this.readStack();
    stack(written.resource);
    writeFileSync(this.stackFile, JSON.stringify(written, undefined, 2));
  }

  /** Plans an edit of the cluster that was applied. */
  public async plan(edit: Edit = {}): Promise<JudgedPlan> {
    this.describe(edit);
    const plan = await this.homelab.workspace.plan({ variables: edit.variables }, edit.args);
    const changes = plan.changes.map(({ address, actions }) => `${withoutHash(address)}: ${actions.join(', ')}`);
    return { plan, changes: changes.sort(), verdict: judgePlan(plan.json) };
  }

  /** Plans while the state is another one. */
  public async planWithState(command: readonly string[], edit: Edit = {}): Promise<JudgedPlan> {
    const kept = `${this.stateFile}.kept`;
    copyFileSync(this.stateFile, kept);
    try {
      this.describe(edit);
      const { exitCode, output } = await this.homelab.workspace.run(command);
      if (exitCode !== 0) throw new Error(output);
      return await this.plan(edit);
    } finally {
      copyFileSync(kept, this.stateFile);
    }
  }

  /** The whole address of a resource of the stack that was described last, or of what was applied. */
  public address(short: string): string {
    const written = Object.entries(this.readStack().resource).flatMap(([type, resources]) =>
      Object.keys(resources).map((name) => `${type}.${name}`),
    );
    const { resources: applied } = JSON.parse(readFileSync(this.stateFile, 'utf8')) as {
      resources: readonly { readonly type: string; readonly name: string }[];
    };
    const addresses = [...written, ...applied.map(({ type, name }) => `${type}.${name}`)];
    const found = addresses.find((address) => withoutHash(address) === short);
    if (found === undefined) throw new Error(`${short} is none of ${addresses.join(', ')}`);
    return found;
  }

  private readStack(): { readonly resource: Resources } {
    return JSON.parse(readFileSync(this.stackFile, 'utf8')) as { readonly resource: Resources };
  }

  private get stackFile(): string {
    return join(this.homelab.workspace.directory, 'cdk.tf.json');
  }

  private get stateFile(): string {
    return join(this.homelab.directory, 'project', 'state', `${this.homelab.cluster.model.name}.tfstate`);
  }
}

/** A virtual machine of a stack. */
export const vm = (name: string): string => `proxmox_virtual_environment_vm.nodes_${name}`;

/** Resource that configures a machine of a stack. */
export const configuration = (name: string): string => `talos_machine_configuration_apply.cluster_nodes_${name}_apply`;

/** The resource of a stack at a short address. */
export function resourceAt(resources: Resources, short: string): Record<string, unknown> {
  const [type = '', name = ''] = short.split('.', 2);
  const found = Object.entries(resources[type] ?? {}).find(([key]) => withoutHash(key) === name);
  if (found === undefined) throw new Error(`the stack has no ${short}`);
  return found[1];
}

/** A logical id as a person reads it: what keeps it unique is left out. */
function withoutHash(address: string): string {
  return address.replace(/_[0-9A-F]{8}$/, '');
}
