import type { ControlPlaneOptions } from '../manifests/control-plane/settings';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import {
  argumentOfDocument,
  kubeletTakesNoMounts,
  mountPathElsewhere,
  safeguardsLater,
  staticPodsInDocuments,
  volumesOfComponentGone,
} from './contract-faults';
import { USER_VOLUMES } from './documents/user-volume';
import type { JudgedMachine } from './judged-machine';

/** First contract in which Kubernetes is described by documents of its own. */
export const KUBERNETES_DOCUMENTS = 'v1.14';

/** Beginnings of arguments of the API server that documents of their own say since. */
const ARGUMENTS_OF_DOCUMENTS: Readonly<Record<string, string>> = {
  'anonymous-auth': 'KubeAuthenticationConfig',
  'authentication-config': 'KubeAuthenticationConfig',
  'oidc-': 'KubeAuthenticationConfig',
  'authorization-config': 'KubeAuthorizerConfig',
  'authorization-mode': 'KubeAuthorizerConfig',
  'authorization-webhook-': 'KubeAuthorizerConfig',
};

const COMPONENTS = ['apiServer', 'controllerManager', 'scheduler'] as const;

/** Settings of the control plane, and the contract that they are written for. */
export interface ContractControlPlane extends ControlPlaneOptions<string | number | boolean> {
  /** Talos minor version, such as `v1.13`. */
  readonly contract: string;
}

/** Conditions of settings of one machine that depend on the contract. */
export const MACHINE_CONTRACT_RULES: SettingRules<JudgedMachine> = [
  {
    at: () => ['safeguards'],
    condition: ({ settings: { safeguards, contract } }) =>
      safeguards === undefined || hasKubernetesDocuments(contract) !== false,
    message: ({ settings: { contract = '' } }) => safeguardsLater(contract, KUBERNETES_DOCUMENTS),
  },
  {
    at: () => ['kubelet', 'mounts'],
    condition: ({ settings: { kubelet, contract } }) =>
      (kubelet?.mounts ?? []).length === 0 || !hasKubernetesDocuments(contract),
    message: ({ settings: { contract = '' } }) => kubeletTakesNoMounts(contract),
  },
  {
    at: () => ['kubelet', 'staticPodDirectory'],
    condition: ({ settings: { kubelet, contract } }) =>
      kubelet?.staticPodDirectory !== true || !hasKubernetesDocuments(contract),
    message: ({ settings: { contract = '' } }) => staticPodsInDocuments(contract),
  },
  rulesOfParts<JudgedMachine, { readonly name: string; readonly mountPath: string; readonly contract: string }>(
    ({ settings: { volumes = [], contract = '' } }) =>
      volumes.flatMap(({ name, mountPath } = {}) =>
        name === undefined || mountPath === undefined ? [] : [{ name, mountPath, contract }],
      ),
    [
      {
        at: ({ name }) => ['disks', name, 'mountPath'],
        condition: ({ name, mountPath, contract }) =>
          !hasKubernetesDocuments(contract) || mountPath === `${USER_VOLUMES}/${name}`,
        message: ({ name, mountPath, contract }) => mountPathElsewhere(mountPath, `${USER_VOLUMES}/${name}`, contract),
      },
    ],
  ),
];

/** The same of the control plane. */
export const CONTROL_PLANE_CONTRACT_RULES: SettingRules<ContractControlPlane> = [
  rulesOfParts<ContractControlPlane, { readonly component: string; readonly contract: string }>(
    ({ settings }) => {
      const { contract = '' } = settings;
      return COMPONENTS.filter((component) => (settings[component]?.volumes ?? []).length > 0).map((component) => ({
        component,
        contract,
      }));
    },
    [
      {
        at: ({ component }) => [component, 'volumes'],
        condition: ({ contract }) => !hasKubernetesDocuments(contract),
        message: ({ contract }) => volumesOfComponentGone(contract),
      },
    ],
  ),
  rulesOfParts<ContractControlPlane, { readonly name: string; readonly kind: string; readonly contract: string }>(
    ({ settings: { apiServerExtraArgs, contract = '' } }) =>
      Object.keys(apiServerExtraArgs ?? {}).flatMap((name) => {
        const found = Object.entries(ARGUMENTS_OF_DOCUMENTS).find(([start]) => name.startsWith(start));
        return found === undefined ? [] : [{ name, kind: found[1], contract }];
      }),
    [
      {
        at: ({ name }) => ['apiServerExtraArgs', name],
        part: 'key',
        condition: ({ contract }) => !hasKubernetesDocuments(contract),
        message: ({ kind, contract }) => argumentOfDocument(kind, contract),
      },
    ],
  ),
];

/** True if Kubernetes is described by documents of its own. Nothing of a contract that is not known, which is at fault by itself. */
export function hasKubernetesDocuments(contract: string | undefined): boolean | undefined {
  if (contract === undefined || !TalosContract.isValid(contract)) return undefined;
  return TalosContract.of(contract).isAtLeast(KUBERNETES_DOCUMENTS);
}
