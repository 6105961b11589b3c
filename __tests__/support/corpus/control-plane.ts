import fc from 'fast-check';
import type { Choices } from './choices';

/** Settings of the components of the control plane. */
export function controlPlane({ map, oneOf, of }: Choices): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const pod = {
    environment: of({ GOMEMLIMIT: '1GiB' }, { A: 1, B: true }),
    resources: map({
      requests: map({ cpu: of('300m', 1), memory: of('700Mi') }),
      limits: map({ cpu: of(2, '2500m'), memory: of('2Gi') }),
    }),
    volumes: of(
      [{ hostPath: '/var/lib/x', mountPath: '/x' }],
      [{ hostPath: '/var/y', mountPath: '/y', readOnly: true }],
    ),
  };
  return {
    oidc: map(
      {
        issuerUrl: of('https://id.example.com'),
        clientId: of('kubernetes'),
        usernameClaim: of('email'),
        usernamePrefix: of('-', 'oidc:'),
        groupsClaim: of('groups'),
        groupsPrefix: of('oidc:'),
      },
      ['issuerUrl', 'clientId'],
    ),
    apiServerExtraArgs: of({ 'event-ttl': '2h' }, { 'max-requests-inflight': 800, profiling: false }),
    controllerManagerExtraArgs: of({ 'terminated-pod-gc-threshold': 100 }),
    schedulerExtraArgs: of({ v: 2 }),
    etcdExtraArgs: of({ 'auto-compaction-retention': '1h' }),
    apiServer: map(pod),
    controllerManager: map(pod),
    scheduler: map({ ...pod, configuration: of({ profiles: [{ schedulerName: 'packed' }] }) }),
    etcd: map({ advertisedSubnets: of(['10.0.0.0/24']), listenSubnets: of(['10.0.0.0/24', '!10.0.0.200']) }),
    exposeMetrics: fc.boolean(),
    talosApiAccess: map(
      { allowedRoles: of(['os:reader'], ['os:admin', 'os:etcd:backup']), allowedNamespaces: of(['system-upgrade']) },
      ['allowedRoles', 'allowedNamespaces'],
    ),
    admission: of({ PodSecurity: { defaults: { enforce: 'privileged' }, exemptions: { namespaces: ['storage'] } } }),
    auditPolicy: oneOf<unknown>(
      of({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'None' }] }),
      of('templates/audit/metadata.yaml'),
    ),
  };
}
