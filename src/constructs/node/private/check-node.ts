import type { Construct } from 'constructs';
import { rulesBroken } from '../../../errors/values';
import { MACHINE_KNOWN_AT_SYNTH, WORKER_KNOWN_AT_SYNTH } from '../../../machine-config/known-at-synth';
import { lateFaults, settingFaults, type SettingsCheck } from '../../private/check-settings';
import { patchHeads } from '../../private/patch-heads';
import type { TalosNodeProps } from '../talos-node-props';

/** Settings of Talos that must be known at synth in part. */
export type TalosPart = Pick<TalosNodeProps, 'machineType' | 'nodeTaints' | 'configPatches'>;

/**
 * Checks the settings of a machine.
 *
 * @param settings those that have a form
 * @param talos settings of Talos, as they were given
 * @throws one error with a line for each fault
 */
export function checkNode<T>(node: Construct, check: SettingsCheck<T>, settings: T, talos: TalosPart): void {
  const { machineType, nodeTaints, configPatches } = talos;
  const isWorker = machineType === 'worker';
  const known = [...MACHINE_KNOWN_AT_SYNTH, ...(isWorker ? WORKER_KNOWN_AT_SYNTH : [])];
  const faults = [
    ...settingFaults(check, settings),
    ...lateFaults(known, { nodeTaints, configPatches: patchHeads(configPatches) }),
  ];
  if (faults.length > 0) throw rulesBroken(node.node.path, faults);
}
