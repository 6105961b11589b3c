import { testKubernetesDoors } from '../../support/setting-doors';

const POLICY = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'None' }] };
const VOLUME = { hostPath: '/var/lib/x', mountPath: '/x' };

describe('components of the control plane', () => {
  testKubernetesDoors([
    {
      title: 'no argument is one that Talos sets for the API server',
      good: { apiServerExtraArgs: { 'event-ttl': '2h' } },
      bad: { apiServerExtraArgs: { 'etcd-servers': 'https://10.0.0.1:2379' } },
      line: 'apiServerExtraArgs.etcd-servers: Talos sets etcd-servers by itself, and with another value the component never starts; leave it out',
    },
    {
      title: 'nor one for the controller manager',
      good: { controllerManagerExtraArgs: { 'bind-address': '0.0.0.0' } },
      bad: { controllerManagerExtraArgs: { 'root-ca-file': '/x' } },
      line: 'controllerManagerExtraArgs.root-ca-file: Talos sets root-ca-file by itself, and with another value the component never starts; leave it out',
    },
    {
      title: 'nor one for the scheduler',
      good: { schedulerExtraArgs: { v: '2' } },
      bad: { schedulerExtraArgs: { config: '/x' } },
      line: 'schedulerExtraArgs.config: Talos sets config by itself, and with another value the component never starts; leave it out',
    },
    {
      title: 'nor one for etcd',
      good: { etcdExtraArgs: { 'quota-backend-bytes': '1' } },
      bad: { etcdExtraArgs: { name: 'a' } },
      line: 'etcdExtraArgs.name: Talos sets name by itself, and with another value the component never starts; leave it out',
    },
    {
      title: 'sign-in and an argument do not set the same thing',
      both: { oidc: { issuerUrl: 'https://id.example.com', clientId: 'home', groupsClaim: 'groups' } },
      good: { apiServerExtraArgs: { 'oidc-username-claim': 'email' } },
      bad: { apiServerExtraArgs: { 'oidc-groups-claim': 'roles' } },
      line: 'apiServerExtraArgs.oidc-groups-claim: kubernetes.oidc sets oidc-groups-claim already; leave one of the two out',
    },
    {
      title: 'neither do metrics and an argument',
      both: { exposeMetrics: true },
      good: { etcdExtraArgs: { 'heartbeat-interval': '250' } },
      bad: { etcdExtraArgs: { 'listen-metrics-urls': 'http://0.0.0.0:9' } },
      line: 'etcdExtraArgs.listen-metrics-urls: kubernetes.exposeMetrics sets listen-metrics-urls already; leave one of the two out',
    },
    {
      title: 'a limit is not below the request',
      both: { scheduler: { resources: { requests: { cpu: '500m' }, limits: { cpu: '1' } } } },
      good: { apiServer: { resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } } } },
      bad: { apiServer: { resources: { requests: { memory: '1Gi' }, limits: { memory: '900Mi' } } } },
      line: 'apiServer.resources.limits.memory: got "900Mi", below the request, 1Gi; Kubernetes refuses such a pod, so write a higher limit or a lower request',
    },
    {
      title: 'nor below the request of Talos',
      good: { controllerManager: { resources: { limits: { cpu: '0.05' } } } },
      bad: { controllerManager: { resources: { limits: { cpu: '40m' } } } },
      line: 'controllerManager.resources.limits.cpu: got "40m", below the request of Talos, 50m; Kubernetes refuses such a pod, so write a higher limit or a lower request',
    },
    {
      title: 'two volumes of a pod have places of their own',
      both: { scheduler: { volumes: [VOLUME] } },
      good: { apiServer: { volumes: [VOLUME, { ...VOLUME, mountPath: '/y' }] } },
      bad: { apiServer: { volumes: [VOLUME, { ...VOLUME, mountPath: '/x/' }] } },
      line: 'apiServer.volumes[1].mountPath: got "/x"; another volume of the pod has that mountPath, write another',
    },
    {
      title: 'which are not those of Talos',
      good: { apiServer: { volumes: [{ ...VOLUME, mountPath: '/system-x' }] } },
      bad: { apiServer: { volumes: [{ ...VOLUME, mountPath: '/system/secrets/kubernetes' }] } },
      line: 'apiServer.volumes[0].mountPath: got "/system/secrets/kubernetes"; Talos has its own files there, write another mountPath',
    },
    {
      title: 'an audit policy has its kind',
      good: { auditPolicy: POLICY },
      bad: { auditPolicy: { ...POLICY, kind: 'ConfigMap' } },
      line: 'auditPolicy: kind: Policy is missing; write apiVersion: audit.k8s.io/v1, kind: Policy and rules, of which the first that fits decides',
    },
    {
      title: 'and its version',
      good: { auditPolicy: POLICY },
      bad: { auditPolicy: { ...POLICY, apiVersion: 'v1' } },
      line: 'auditPolicy: apiVersion: audit.k8s.io/v1 is missing; write apiVersion: audit.k8s.io/v1, kind: Policy and rules, of which the first that fits decides',
    },
    {
      title: 'and rules',
      good: { auditPolicy: POLICY },
      bad: { auditPolicy: { ...POLICY, rules: [] } },
      line: 'auditPolicy: a list of rules is missing; write apiVersion: audit.k8s.io/v1, kind: Policy and rules, of which the first that fits decides',
    },
    {
      title: 'an amount is one of Kubernetes',
      good: { scheduler: { resources: { requests: { memory: '128Mi' } } } },
      bad: { scheduler: { resources: { requests: { memory: '128MB' } } } },
      line: 'scheduler.resources.requests.memory: got "128MB"; write an amount as Kubernetes has it, such as "500m" for half a processor or "512Mi" of memory',
    },
    {
      title: 'networks of etcd are networks or addresses',
      good: { etcd: { advertisedSubnets: ['10.0.0.0/24', '!10.0.0.9'] } },
      bad: { etcd: { advertisedSubnets: ['10.0.0.0/24', 'eth1'] } },
      line: 'etcd.advertisedSubnets[1]: got "eth1"; write a network or an address, such as "10.0.0.0/24", with "!" before it to exclude it',
    },
  ]);
});
