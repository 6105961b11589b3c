import type { Construct } from 'constructs';
import { rulesBroken } from '../../../errors/values';
import { MACHINE_KNOWN_AT_SYNTH, WORKER_KNOWN_AT_SYNTH } from '../../../machine-config/known-at-synth';
import { talosOptionsOf } from '../../../machine-config/join-options';
import { type MemberTalosOptions, memberTalosShape } from '../../../machine-config/shape';
import { lateFaults, settingFaults, type SettingsCheck } from '../../private/check-settings';
import { patchHeads } from '../../private/patch-heads';
import type { TalosNodeProps } from '../talos-node-props';

/** Settings of Talos, and what decides about them. */
export type TalosPart = Pick<TalosNodeProps, 'machineType' | 'configPatches' | keyof MemberTalosOptions>;

/**
 * Checks the settings of a machine.
 *
 * @param settings those that have a form
 * @param talos settings of Talos, as they were given
 * @throws one error with a line for each fault
 */
export function checkNode<T>(node: Construct, check: SettingsCheck<T>, settings: T, talos: TalosPart): void {
  const { machineType, configPatches } = talos;
  const { installDisk: _, ...options } = talosOptionsOf<TalosPart & { readonly installDisk?: unknown }>(talos);
  const isWorker = machineType === 'worker';
  const known = [...MACHINE_KNOWN_AT_SYNTH, ...(isWorker ? WORKER_KNOWN_AT_SYNTH : [])];
  const faults = [
    ...settingFaults(check, settings),
    // a secret is a value that only OpenTofu knows here, of which nothing is asked
    ...settingFaults<unknown>({ form: memberTalosShape, rules: [] }, options),
    ...lateFaults(known, { ...options, configPatches: patchHeads(configPatches) }),
  ];
  if (faults.length > 0) throw rulesBroken(node.node.path, faults);
}
