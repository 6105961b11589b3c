import { pinnedVersion } from '../../data/support';
import { nothingLeft } from '../../values/nothing-left';
import type { InlineManifest } from '../inline-manifest';
import { manifestOf, toYaml } from '../kubernetes-yaml';

/** Settings of Cilium. */
export interface CiliumOptions {
  /** Release of Cilium, such as `v1.17.3`. */
  readonly version: string;
  /**
   * Release of the cilium command line that installs it.
   * @default - a release that this library was written with
   */
  readonly cliVersion?: string;
  /**
   * Values of the Helm chart: YAML text, which is kept as it is, or plain data. Nothing is added to them, so the same
   * file can be handed to GitOps later.
   * @default - the values that Talos needs
   */
  readonly values?: string | Readonly<Record<string, unknown>>;
}

const NAMESPACE = 'kube-system';
const VALUES = { configMap: 'cilium-values', key: 'values.yaml', folder: '/etc/cilium-values' };
const INSTALLER = 'cilium-install';

/**
 * What Talos needs of Cilium: addresses from Kubernetes, the API by the local balancer of Talos, no mounts and no
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

/** The values as a ConfigMap, and a Job that installs Cilium from that ConfigMap. */
export function ciliumManifests(options: CiliumOptions): readonly InlineManifest[] {
  const { version, cliVersion = pinnedVersion('ciliumCli'), values = TALOS_VALUES, ...rest } = options;
  nothingLeft(rest);
  return [
    { name: VALUES.configMap, contents: manifestOf(valuesConfigMap(values)) },
    {
      name: 'cilium-bootstrap',
      contents: manifestOf(serviceAccount(), clusterAdminBinding(), installJob(version, cliVersion)),
    },
  ];
}

function valuesConfigMap(values: NonNullable<CiliumOptions['values']>) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: VALUES.configMap, namespace: NAMESPACE },
    data: { [VALUES.key]: typeof values === 'string' ? values : toYaml(values) },
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
