import { pinnedVersion } from '../../data/support';
import { nothingLeft } from '../../values/nothing-left';
import { YamlText } from '../yaml-text';
import type { CniKind } from './cni-kind';
import type { CiliumOptions } from './settings';

const NAMESPACE = 'kube-system';
/** Names of the manifests. */
export const CILIUM_MANIFESTS = { values: 'cilium-values', job: 'cilium-bootstrap' } as const;

const VALUES = { configMap: 'cilium-values', key: 'values.yaml', folder: '/etc/cilium-values' };
const INSTALLER = 'cilium-install';

/**
 * Values that Talos needs: addresses from Kubernetes, the API by the local balancer of Talos, no mounts and no
 * kernel modules.
 *
 * @see https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium
 */
const TALOS_VALUES = {
  ipam: { mode: 'kubernetes' },
  kubeProxyReplacement: true,
  k8sServiceHost: 'localhost',
  k8sServicePort: 7445,
  cgroup: { autoMount: { enabled: false }, hostRoot: '/sys/fs/cgroup' },
  securityContext: {
    capabilities: {
      ciliumAgent: [
        'CHOWN',
        'KILL',
        'NET_ADMIN',
        'NET_RAW',
        'IPC_LOCK',
        'SYS_ADMIN',
        'SYS_RESOURCE',
        'DAC_OVERRIDE',
        'FOWNER',
        'SETGID',
        'SETUID',
      ],
      cleanCiliumState: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'],
    },
  },
};

/**
 * The chart repository that the cilium command line takes a release from.
 *
 * @see https://docs.cilium.io/en/latest/cmdref/cilium_install/
 */
const CHARTS = 'https://helm.cilium.io';

/** Cilium: its values as a ConfigMap, and a Job that installs it with that ConfigMap. */
export function ciliumJob(options: CiliumOptions): CniKind {
  const { version, cliVersion = pinnedVersion('ciliumCli'), values = TALOS_VALUES, ...rest } = options;
  nothingLeft(rest);
  return {
    kind: 'cilium',
    isBuiltIn: false,
    replacesKubeProxy: typeof values === 'string' ? undefined : isOn(values.kubeProxyReplacement),
    manifests: [
      { name: CILIUM_MANIFESTS.values, contents: [valuesConfigMap(values)] },
      {
        name: CILIUM_MANIFESTS.job,
        contents: [serviceAccount(), clusterAdminBinding(), installJob(version, cliVersion)],
      },
    ],
    urls: [CHARTS],
    ciliumValues: values,
  };
}

/** If values say that Cilium takes the place of kube-proxy; older releases have words for it. */
export function isOn(kubeProxyReplacement: unknown): boolean {
  return ['true', 'strict'].includes(String(kubeProxyReplacement));
}

function valuesConfigMap(values: NonNullable<CiliumOptions['values']>) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: VALUES.configMap, namespace: NAMESPACE },
    data: { [VALUES.key]: typeof values === 'string' ? values : new YamlText([values]) },
  };
}

function serviceAccount() {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: INSTALLER, namespace: NAMESPACE } };
}

function clusterAdminBinding() {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: INSTALLER },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: INSTALLER, namespace: NAMESPACE }],
  };
}

/** Without a CNI there is no pod network and no service address yet, so the Job asks the API of the machine it is on. */
function installJob(version: string, cliVersion: string) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: INSTALLER, namespace: NAMESPACE },
    spec: {
      backoffLimit: 10,
      template: {
        metadata: { labels: { app: INSTALLER } },
        spec: {
          restartPolicy: 'OnFailure',
          hostNetwork: true,
          tolerations: [{ operator: 'Exists' }],
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] },
                ],
              },
            },
          },
          serviceAccountName: INSTALLER,
          containers: [
            {
              name: INSTALLER,
              image: `quay.io/cilium/cilium-cli:${cliVersion}`,
              command: ['cilium', 'install'],
              args: ['--version', version, '--values', `${VALUES.folder}/${VALUES.key}`],
              env: [
                { name: 'KUBERNETES_SERVICE_HOST', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
                { name: 'KUBERNETES_SERVICE_PORT', value: '6443' },
              ],
              volumeMounts: [{ name: VALUES.configMap, mountPath: VALUES.folder, readOnly: true }],
            },
          ],
          volumes: [{ name: VALUES.configMap, configMap: { name: VALUES.configMap } }],
        },
      },
    },
  };
}
