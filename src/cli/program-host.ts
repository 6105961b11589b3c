/** Commands that are suggested as the next step. */
export type FollowingCommand = 'plan' | 'apply' | 'destroy' | 'kubeconfig' | 'talosconfig';

/** A stack that a command is about to read. */
export interface PreparedStack {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Output directory of synth. */
  readonly output: string;
  /** If advice on habits and style is printed too. */
  readonly advice: boolean;
}

/** The program that starts the command line, if it is not the published command. */
export interface ProgramHost {
  /**
   * Brings the stack up to date before it is read.
   * @default - the stack is as synth left it
   */
  readonly prepare?: (stack: PreparedStack) => void;
  /**
   * How a person gives a command.
   *
   * @param words the cluster, and what else the command needs
   */
  readonly commandLine: (command: FollowingCommand, words: readonly string[]) => string;
  /**
   * Makes the programs of a simulated homelab.
   *
   * @param needs of the cluster: if it has virtual machines
   * @default - those of a ready homelab are looked for
   */
  readonly homelabTools?: (needs: { readonly proxmox: boolean }) => unknown;
}

/** The published command. */
export const PUBLISHED: ProgramHost = {
  commandLine: (command, words) => ['npx cdktf-proxmox-talos', command, ...words].join(' '),
};
