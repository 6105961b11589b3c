import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { VirtualEnvironmentPool } from '../../../.gen/providers/proxmox/virtual-environment-pool';
import type { ResourcePoolSettings } from '../../proxmox/settings';
import { namedResourcePoolShape } from '../../proxmox/shape';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings } from '../private/check-settings';
import { lateText } from '../private/late-values';
import { makeBeforeMachines } from '../private/made-before';
import { nonEmpty } from '../private/non-empty';
import { checkStack, givenProvider } from '../private/other-stack';

/** A resource pool to create. */
export interface ResourcePoolProps extends ResourcePoolSettings {
  /** Provider of the endpoint that the pool is made at. */
  readonly proxmoxProvider: TerraformProvider;
  /**
   * Name of the pool: `talos`, or `lab/talos` for one inside of another.
   * @default - the id of the construct
   */
  readonly poolId?: string;
  /**
   * Pool that this one lies in, if that is made in the stack too: it is made before this one, and removed after it.
   * @default - none, or one that is there already
   */
  readonly parent?: IResourcePool;
}

/** A resource pool. */
export interface IResourcePool extends IConstruct {
  /** Name of the pool, as a token: a machine that takes it from here is made after the pool. */
  readonly poolId: string;
  /** The pool, to depend on. */
  readonly ready: ITerraformDependable;
}

/**
 * Makes a resource pool of Proxmox VE, on which rights are given for all of its machines.
 *
 * Proxmox VE removes empty pools only. Machines of the same provider that are added after it are made after it and go before
 * it, whatever pool they are in; one that is moved to another pool has left when its old pool is removed.
 *
 * @see https://pve.proxmox.com/wiki/User_Management#pveum_resource_pools
 */
export class ResourcePool extends Construct implements IResourcePool {
  /** Name of the pool, as a token: a machine that takes it from here is made after the pool. */
  public readonly poolId: string;
  /** The pool, to depend on. */
  public readonly ready: ITerraformDependable;

  /** @throws if the name has the wrong form */
  constructor(scope: Construct, id: string, props: ResourcePoolProps) {
    super(scope, id);
    const { proxmoxProvider, poolId = id, parent, ...settings } = props;
    checkStack(this, [
      givenProvider('proxmoxProvider', proxmoxProvider),
      { setting: 'parent', value: parent, instead: 'make a ResourcePool in this stack' },
    ]);
    checkSettings(this.node.path, CHECK, { poolId, ...settings });
    const { comment, ...rest } = settings;
    nothingLeft(rest);
    const pool = new VirtualEnvironmentPool(this, 'Resource', {
      provider: proxmoxProvider,
      poolId,
      comment: lateText(comment),
      dependsOn: nonEmpty(parent === undefined ? [] : [parent.ready]),
      // OpenTofu would else remove a pool first and move its last machine away afterwards, and Proxmox VE refuses that
      lifecycle: { createBeforeDestroy: true },
    });
    makeBeforeMachines(proxmoxProvider, pool);
    this.poolId = pool.poolId;
    this.ready = pool;
  }
}

const CHECK = { form: namedResourcePoolShape, rules: [], knownAtSynth: [] };
