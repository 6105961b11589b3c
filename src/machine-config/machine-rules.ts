import { ARGUMENTS_OF_TALOS, type ArgumentSetting } from '../manifests/control-plane/arguments';
import { argumentOfTalos } from '../manifests/control-plane/faults';
import type { Draft } from '../values/draft';
import { type PartRules, rulesOfParts, type SettingRules } from '../values/setting-rule';
import { MACHINE_CONTRACT_RULES } from './contract-rules';
import { ENCRYPTION_RULES } from './encryption-rules';
import { EXTENSION_SERVICE_RULES } from './extension-service-rules';
import { HOST_DNS_RULES } from './host-dns-rules';
import { INTERFACE_RULES } from './interface-rules';
import type { JudgedMachine } from './judged-machine';
import { LINK_RULES } from './link-rules';
import { KUBESPAN_RULES } from './kubespan-rules';
import { REGISTRY_AUTH_RULES } from './registry-auth-rules';
import {
  clockAsksNobody,
  kubeletFieldOfTalos,
  mountTaken,
  settingOfControlPlanes,
  tagsWithoutServices,
  taintsByKubeletConfig,
  tlsSaysNothing,
} from './machine-faults';
import { STORAGE_RULES } from './storage-rules';
import type { NodeTalosOptions } from './settings/node-options';

type Settings = Draft<JudgedMachine>;

/** Settings that only control planes have. */
const OF_CONTROL_PLANES = ['controllerManagerExtraArgs', 'schedulerExtraArgs', 'etcdExtraArgs'] as const;

/** Fields of the configuration of the kubelet that Talos lets nobody set. */
const KUBELET_FIELDS_OF_TALOS: readonly string[] = [
  'apiVersion',
  'authentication',
  'authorization',
  'cgroupRoot',
  'kind',
  'kubeletCgroups',
  'port',
  'protectKernelDefaults',
  'resolvConf',
  'rotateCertificates',
  'seccompDefault',
  'staticPodPath',
  'systemCgroups',
];

/** Conditions of registries and of the clock. */
const OUTSIDE_RULES: SettingRules<JudgedMachine> = [
  ...KUBESPAN_RULES,
  ...STORAGE_RULES,
  ...ENCRYPTION_RULES,
  ...HOST_DNS_RULES,
  ...REGISTRY_AUTH_RULES,
  ...EXTENSION_SERVICE_RULES,
  rulesOfParts<JudgedMachine, { readonly host: string; readonly saysSomething: boolean }>(
    ({ settings, isUncertain }) =>
      Object.entries(settings.registries?.tls ?? {}).map(([host, tls]) => ({
        host,
        saysSomething:
          tls?.ca !== undefined || tls?.insecureSkipVerify === true || isUncertain('registries', 'tls', host),
      })),
    [
      {
        at: ({ host }) => ['registries', 'tls', host],
        condition: ({ saysSomething }) => saysSomething,
        message: tlsSaysNothing,
      },
    ],
  ),
  {
    at: () => ['logging', 'tags'],
    condition: ({ settings: { logging }, isUncertain }) =>
      logging?.tags === undefined || logging.services !== undefined || isUncertain('logging', 'services'),
    message: tagsWithoutServices,
  },
  {
    at: () => ['time', 'enabled'],
    condition: ({ settings: { time } }) =>
      time?.enabled !== false ||
      (time.servers === undefined && time.ptpDevices === undefined && time.bootTimeoutSeconds === undefined),
    message: clockAsksNobody,
  },
];

/** Conditions of the settings of Talos on one machine. */
export const MACHINE_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, { readonly setting: string; readonly settings: Settings }>(
    ({ settings }) =>
      OF_CONTROL_PLANES.filter((setting) => settings[setting] !== undefined).map((setting) => ({ setting, settings })),
    [
      {
        at: ({ setting }) => [setting],
        part: 'key',
        condition: ({ settings: { machineType } }) => machineType !== 'worker',
        message: ({ setting, settings: { hostname = '' } }) => settingOfControlPlanes(setting, hostname),
      },
    ],
  ),
  ...(['kubeletExtraArgs', ...OF_CONTROL_PLANES] as const).map(argumentRules),
  rulesOfParts<JudgedMachine, { readonly field: string }>(
    ({ settings }) => Object.keys(settings.kubelet?.config ?? {}).map((field) => ({ field })),
    [
      {
        at: ({ field }) => ['kubelet', 'config', field],
        part: 'key',
        condition: ({ field }) => !KUBELET_FIELDS_OF_TALOS.includes(field),
        message: ({ field }) => kubeletFieldOfTalos(field),
      },
      {
        at: ({ field }) => ['kubelet', 'config', field],
        part: 'key',
        condition: ({ field }) => field !== 'registerWithTaints',
        message: () => taintsByKubeletConfig(),
      },
    ],
  ),
  rulesOfParts<JudgedMachine, { readonly destination: string; readonly isTaken: boolean }>(
    ({ settings }) => {
      const all = (settings.kubelet?.mounts ?? []).flatMap(
        ({ source, destination = source } = {}) => destination ?? [],
      );
      return all.map((destination, index) => ({ destination, isTaken: all.indexOf(destination) < index }));
    },
    [
      {
        at: () => ['kubelet', 'mounts'],
        condition: ({ isTaken }) => !isTaken,
        message: ({ destination }) => mountTaken(destination),
      },
    ],
  ),
  ...MACHINE_CONTRACT_RULES,
  ...OUTSIDE_RULES,
  ...INTERFACE_RULES,
  ...LINK_RULES,
];

/** Arguments that Talos sets by itself. */
function argumentRules(setting: ArgumentSetting | 'kubeletExtraArgs'): PartRules<JudgedMachine> {
  return rulesOfParts<JudgedMachine, { readonly name: string }>(
    ({ settings }) =>
      Object.keys((settings as NodeTalosOptions)[setting as 'kubeletExtraArgs'] ?? {}).map((name) => ({ name })),
    [
      {
        at: ({ name }) => [setting, name],
        part: 'key',
        condition: ({ name }) => !ARGUMENTS_OF_TALOS[setting].includes(name),
        message: ({ name }) => argumentOfTalos(name),
      },
    ],
  );
}
