/** A pool that Proxmox VE does not remove. */
export function poolNotEmpty(pool: string, members: readonly string[]): string {
  const shown = members.length <= 6 ? members.join(', ') : `${members.slice(0, 6).join(', ')} and more`;
  return (
    `resource pool ${pool}: would be removed while ${shown} ${members.length === 1 ? 'is' : 'are'} in it, and Proxmox VE ` +
    'removes empty pools only, so the apply would fail halfway; move them to another pool or remove them first, or keep the pool'
  );
}
