import { clusterAccessChanges, clusterNetworkChanges, clusterSecretsChange } from './fixed-setting-faults';
import type { ChangedMachine } from '../read/changed-machine';
import { isControlPlane } from '../read/machines';
import { changedFixedSettings, type ChangedSetting, type FixedSetting } from './fixed-settings';
import type { GuardFacts, GuardRule } from './guard-rule';
import type { Refusal, RefusalKind } from './refusal';

/** Rules about settings that never change while a cluster exists. */
export const FIXED_SETTING_RULES: readonly GuardRule[] = [
  forChanged('network', 'cluster-network-changes', clusterNetworkChanges),
  forChanged('access', 'cluster-access-changes', clusterAccessChanges),
  forChanged('secrets', 'cluster-secrets-change', clusterSecretsChange),
];

/** One refusal for all settings of a kind, as a cluster has them once. */
function forChanged(
  kind: FixedSetting['kind'],
  refusal: RefusalKind,
  message: (cluster: string, settings: readonly string[]) => string,
): GuardRule {
  return ({ changed: machines, clusterName }: GuardFacts): readonly Refusal[] => {
    const changed = machines.flatMap(changesOf).filter(({ setting }) => setting.kind === kind);
    const words = [...new Set(changed.map(wordsOf))];
    return words.length === 0 ? [] : [{ kind: refusal, accept: [clusterName], message: message(clusterName, words) }];
  };
}

function changesOf({ machine, before, after }: ChangedMachine): readonly ChangedSetting[] {
  return changedFixedSettings(before, after, isControlPlane(machine));
}

function wordsOf({ setting, from, to }: ChangedSetting): string {
  return from === undefined || to === undefined ? setting.name : `${setting.name} (${from} -> ${to})`;
}
