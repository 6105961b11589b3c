import type { IResolvable } from 'cdktf';

/** Actions on a control plane before its configuration is removed, in the words of the talos provider. */
export interface OnDestroy {
  /** If Talos wipes the machine. */
  readonly reset: boolean | IResolvable;
  /** If it leaves etcd first. */
  readonly graceful: boolean;
  /** If it starts again. */
  readonly reboot: boolean;
}

/** Options of `Lifecycle.replace`. */
export interface ReplaceOptions {
  /**
   * Let a control plane leave etcd and be wiped when it is replaced or taken out of the stack.
   *
   * A destroy then needs the cluster. The last members of etcd can't leave it: switch this off, with an apply, before
   * you destroy a cluster of several control planes as a whole; pass a boolean variable for that. It must have been
   * applied once to have an effect.
   * @default true
   */
  readonly resetOnDestroy?: boolean | IResolvable;
}

/**
 * Effect of a new version or a new image on machines that already run. One cluster and its machines have one lifecycle;
 * a change from one to another touches no machine.
 */
export abstract class Lifecycle {
  /** A new image never touches a machine that exists; upgrades are made by hand, with `talosctl upgrade`. */
  public static manual(): Lifecycle {
    return new ManualLifecycle();
  }

  /** A machine is replaced when its image changes: its Talos version or its schematic. */
  public static replace(options: ReplaceOptions = {}): Lifecycle {
    return new ReplaceLifecycle(options);
  }

  /**
   * If a machine is replaced when its image changes.
   * @internal
   */
  public abstract readonly _replacesMachines: boolean;

  /**
   * Actions on a control plane before its configuration is removed; nothing if it keeps running.
   *
   * @param controlPlanes number of control planes of the cluster
   * @internal
   */
  public abstract _onDestroy(controlPlanes: number): OnDestroy | undefined;
}

class ManualLifecycle extends Lifecycle {
  public readonly _replacesMachines = false;

  public _onDestroy(): undefined {
    return undefined;
  }
}

class ReplaceLifecycle extends Lifecycle {
  public readonly _replacesMachines = true;

  constructor(private readonly options: ReplaceOptions) {
    super();
  }

  public _onDestroy(controlPlanes: number): OnDestroy | undefined {
    const { resetOnDestroy = true } = this.options;
    if (resetOnDestroy === false) return undefined;
    // the only member of etcd would wait for ever for a majority that lets it go
    return { reset: resetOnDestroy, graceful: controlPlanes > 1, reboot: false };
  }
}
