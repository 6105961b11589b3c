import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import type { JudgedMachine } from './judged-machine';
import { hostDnsIsOff } from './machine-faults';

/** Settings that ask for a DNS server that runs. */
const OF_THE_SERVER = ['forwardKubeDnsToHost', 'resolveMemberNames'] as const;

/** Conditions of the DNS server on the machine. */
export const HOST_DNS_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, { readonly setting: string; readonly isOff: boolean }>(
    ({ settings: { hostDns } }) =>
      OF_THE_SERVER.filter((setting) => hostDns?.[setting] === true).map((setting) => ({
        setting,
        isOff: hostDns?.enabled === false,
      })),
    [
      {
        at: ({ setting }) => ['hostDns', setting],
        condition: ({ isOff }) => !isOff,
        message: ({ setting }) => hostDnsIsOff(setting),
      },
    ],
  ),
];
