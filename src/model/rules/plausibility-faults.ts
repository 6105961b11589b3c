import { quoteValue } from '../../errors/spec';

/** The URL of a Proxmox VE without a port. */
export function proxmoxPortMissing(got: string, withPort: string): string {
  return `got ${quoteValue(got)}, which means port 443, and Proxmox VE listens on 8006; write ${quoteValue(withPort)} unless something in front of it takes 443`;
}

/** The URL of a Proxmox VE with a path. */
export function proxmoxPathDropped(got: string, path: string, without: string): string {
  return `got ${quoteValue(got)}; the provider drops the path ${quoteValue(path)} and asks for /api2/json at the host itself; write ${quoteValue(without)}`;
}

/** Machines that reach nothing outside of their network. */
export function gatewayMissing(subnet: string): string {
  return `missing; without a default route the machines reach nothing outside of ${subnet}, neither registries nor Image Factory; write a gateway, or set routes in a patch`;
}

/** A patch release that most likely does not exist. */
export function patchReleaseUnlikely(got: string, most: number): string {
  return `got ${quoteValue(got)}; no minor version has had more than ${most} patch releases, and machines never start what does not exist; check that it was released`;
}

/** A Cilium that is too old for the command line that installs it. */
export function ciliumTooOld(got: string, cli: string, oldest: string): string {
  return `got ${quoteValue(got)}; the cilium command line ${cli}, which installs it, knows ${oldest} and newer only; write such a version, or an older cliVersion`;
}

/** A Flux that the provider does not install. */
export function fluxTooOld(got: string): string {
  return `got ${quoteValue(got)}; the provider writes the manifests of Flux 2, write a version that begins with v2`;
}
