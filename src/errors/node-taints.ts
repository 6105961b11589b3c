/** Taints that change. */
export interface TaintTexts {
  /** As `key=value:Effect`. */
  readonly set: readonly string[];
  /** As `key:Effect`. */
  readonly removed: readonly string[];
}

/** Taints of a worker that change after it has registered. */
export function taintsNeedKubectl(machine: string, { set, removed }: TaintTexts): string {
  const changes = [...set, ...removed.map((taint) => `${taint}-`)];
  const canBePasted = changes.every((change) => /^[A-Za-z0-9._/=:-]+$/.test(change));
  const command = canBePasted ? `kubectl taint nodes ${machine} --overwrite ${changes.join(' ')}` : 'kubectl taint';
  return `${machine}: a worker sets its taints only when it registers, and its node exists already; change them with ${command}`;
}
