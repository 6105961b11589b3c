import type { ITerraformDependable, TerraformProvider } from 'cdktf';

/** Where a provider keeps what machines wait for; by `Symbol.for`, as two copies of this library may be loaded. */
const MADE_BEFORE = Symbol.for('cdktf-proxmox-talos.made-before');

type Keeper = TerraformProvider & { [MADE_BEFORE]?: ITerraformDependable[] };

/** Lets every machine that is added at this provider from now on be made after something, and go before it. */
export function makeBeforeMachines(provider: TerraformProvider, resource: ITerraformDependable): void {
  ((provider as Keeper)[MADE_BEFORE] ??= []).push(resource);
}

/** Resources that have to exist before any machine of a provider is made. */
export function madeBeforeMachines(provider: TerraformProvider): readonly ITerraformDependable[] {
  return (provider as Keeper)[MADE_BEFORE] ?? [];
}
