/** Machines whose version goes one and the same way. */
export interface VersionMove {
  /** Version that runs, or that the machines were last configured with. */
  readonly from: string;
  /** Version that they are configured with. */
  readonly to: string;
  /** Their names. */
  readonly machines: readonly string[];
}

/** A lower version of Kubernetes. */
export function kubernetesLowered(cluster: string, moves: readonly VersionMove[], highest: string): string {
  return (
    `${cluster}: Kubernetes would be downgraded ${movesText(moves)}; no release supports a downgrade, as an older API ` +
    `server may not read what a newer one has stored; write ${highest} in kubernetes.version`
  );
}

/** A minor version of Kubernetes that is left out. */
export function kubernetesSkipsMinor(cluster: string, moves: readonly VersionMove[], next: string): string {
  return (
    `${cluster}: Kubernetes would go ${movesText(moves)}, and skip a minor version, which Kubernetes and talosctl upgrade-k8s do not ` +
    `support; write a version of ${next} in kubernetes.version first, then go on one minor version at a time`
  );
}

/** A version of Kubernetes that is raised on several machines at once. */
export function kubernetesRaisedTogether(moves: readonly VersionMove[], talosChanges: boolean): string {
  const talos = talosChanges ? '; raise Talos before that, in an apply of its own' : '';
  return (
    `${moves.flatMap(({ machines }) => machines).join(', ')}: Kubernetes would go ${movesText(moves)} on all of them at the same ` +
    'time, as nothing in an apply waits for one before the next: every API server and kubelet would restart at once; let talosctl ' +
    'upgrade-k8s do it in order, with the commands below, then plan again: what runs already is allowed; or write the version in ' +
    'kubernetes.update and mark one machine in each apply with update: true, control planes first' +
    talos
  );
}

/** A kubelet that would be newer than an API server. */
export function kubeletAhead(machine: string, to: string, apiServer: string, servers: readonly string[]): string {
  return (
    `${machine}: its kubelet would go to ${to} while the API server of ${servers.join(', ')} is ${apiServer}, and a kubelet must not be ` +
    'newer than an API server; let talosctl upgrade-k8s do it in order, with the commands below, then plan again'
  );
}

/** Machines of which nobody knows what runs. */
export function versionsUnknown(machines: readonly string[], why: string, addresses: readonly string[]): string {
  const [each, them] = machines.length === 1 ? ['it', 'it'] : ['they', 'them'];
  const excludes = addresses.map((address) => `-exclude='${address}'`).join(' ');
  return (
    `${machines.join(', ')}: would be configured with another version, and nobody knows what runs there: ${why}; bring ${them} back and ` +
    `plan again, or leave ${them} out with ${excludes} until ${each} ${machines.length === 1 ? 'answers' : 'answer'}`
  );
}

/** A version that is judged without asking anybody. */
export function versionsNotAsked(machines: readonly string[]): string {
  return (
    `${machines.join(', ')}: would be configured with another version, and nobody was asked what runs there; plan with the command line, ` +
    'which asks, or pass what runs to judgePlan'
  );
}

/** A lower version of Talos. */
export function talosLowered(moves: readonly VersionMove[], highest: string): string {
  return (
    `${moves.flatMap(({ machines }) => machines).join(', ')}: Talos would be downgraded ${movesText(moves)}; write ${highest} in talos.version; ` +
    'to downgrade a machine, run talosctl rollback and then change the cluster file'
  );
}

/** A version of Talos that the installer refuses. */
export function talosSkipsMinor(moves: readonly VersionMove[], next: string): string {
  return (
    `${moves.flatMap(({ machines }) => machines).join(', ')}: Talos would go ${movesText(moves)}, which its installer refuses: it upgrades ` +
    `over two minor versions at most; write a version of ${next} in talos.version first`
  );
}

/** Secure boot on machines that are installed. */
export function secureBootChanges(machines: readonly string[], to: 'on' | 'off'): string {
  return (
    `${machines.join(', ')}: secure boot would be turned ${to} on machines that run, which only an installation does: their boot loader ` +
    `${to === 'on' ? 'starts no signed image' : 'and the enrolled keys start signed images only'}, and the next upgrade fails; write ` +
    `talos.secureBoot: ${to === 'off'} again, or install one machine after the other anew: replace a virtual machine, and boot ` +
    'a physical one from the other image'
  );
}

function movesText(moves: readonly VersionMove[]): string {
  const isOne = moves.length === 1;
  return moves
    .map(({ from, to, machines }) => `from ${from} to ${to}${isOne ? '' : ` on ${machines.join(', ')}`}`)
    .join(' and ');
}
