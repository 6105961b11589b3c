/** Members of etcd by what happens to them in one apply; each is counted once. */
export interface Membership {
  /** Members before. */
  readonly members: number;
  /** Members that leave etcd before they go. */
  readonly leaving: number;
  /** Members that go without leaving: etcd keeps counting them. */
  readonly gone: number;
  /** Members that come back after a while. */
  readonly away: number;
}

/** How many of the members must answer. */
export function majorityOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

/** True if etcd keeps its majority during the apply, even if everything happens at the same time. */
export function keepsQuorum({ members, leaving, gone, away }: Membership): boolean {
  const counted = members - leaving;
  return counted > 0 && counted - gone - away >= majorityOf(counted);
}
