import type { SettingRules } from '../values/setting-rule';
import type { JudgedMachine } from './judged-machine';
import { filtersWithoutEnd, kubeSpanOffWithSettings } from './machine-faults';

/** Conditions of KubeSpan. */
export const KUBESPAN_RULES: SettingRules<JudgedMachine> = [
  {
    at: () => ['kubeSpan', 'enabled'],
    condition: ({ settings: { kubeSpan } }) => kubeSpan?.enabled !== false || Object.keys(kubeSpan).length === 1,
    message: kubeSpanOffWithSettings,
  },
  {
    at: () => ['kubeSpan', 'endpointFilters'],
    condition: ({ settings: { kubeSpan } }) => !(kubeSpan?.endpointFilters ?? ['']).every(excludes),
    message: filtersWithoutEnd,
  },
];

function excludes(filter: string | undefined): boolean {
  return filter?.startsWith('!') ?? false;
}
