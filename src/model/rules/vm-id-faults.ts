/** Ids outside of those of their endpoint. */
export function vmIdNotOfEndpoint(got: string, endpoint: string, range: string, free: string | undefined): string {
  return `got ${got}; the endpoint ${endpoint} has the ids ${range} (proxmox.endpoints.${endpoint}.vmIds), ${advice(free)}`;
}

/** No id where each machine says which it has. */
export function vmIdMissing(endpoint: string, range: string, free: string | undefined): string {
  return `missing; the endpoint ${endpoint} has the ids ${range} (proxmox.endpoints.${endpoint}.vmIds), ${advice(free)}`;
}

function advice(free: string | undefined): string {
  return free === undefined ? 'none of which is free; write a longer range there' : `write ${free}`;
}
