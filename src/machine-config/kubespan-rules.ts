import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import type { JudgedMachine } from './judged-machine';
import { filtersWithoutEnd, kubeSpanOffWithSettings, settingNeedsContract } from './machine-faults';

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
  rulesOfParts<JudgedMachine, { readonly contract: string | undefined }>(
    ({ settings: { kubeSpan, contract } }) => (kubeSpan?.excludeAdvertisedNetworks === undefined ? [] : [{ contract }]),
    [
      {
        at: () => ['kubeSpan', 'excludeAdvertisedNetworks'],
        part: 'key',
        condition: ({ contract }) => contract === undefined || TalosContract.of(contract).isAtLeast(EXCLUDED_SINCE),
        message: ({ contract = '' }) => settingNeedsContract('excludeAdvertisedNetworks', EXCLUDED_SINCE, contract),
      },
    ],
  ),
];

/** First contract in which KubeSpan keeps networks back. */
const EXCLUDED_SINCE = 'v1.13';

function excludes(filter: string | undefined): boolean {
  return filter?.startsWith('!') ?? false;
}
