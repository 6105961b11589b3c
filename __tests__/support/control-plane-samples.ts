import type { Sample } from './key-samples';

const POLICY = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy' };

/** Values for keys of the components of the control plane. */
export const CONTROL_PLANE_SAMPLES: Readonly<Record<string, Sample>> = {
  'kubernetes.talosApiAccess.allowedRoles.0': { values: [['os:reader'], ['os:admin']] },
  'kubernetes.talosApiAccess.allowedNamespaces.0': { values: [['monitoring'], ['system-upgrade']] },
  'kubernetes.oidc.issuerUrl': { values: ['https://id.example', 'https://id2.example'] },
  'kubernetes.oidc.clientId': { values: ['home', 'work'] },
  'kubernetes.oidc.usernameClaim': { values: [undefined, 'email'] },
  'kubernetes.oidc.usernamePrefix': { values: [undefined, '-'] },
  'kubernetes.oidc.groupsClaim': { values: [undefined, 'groups'] },
  'kubernetes.oidc.groupsPrefix': { values: [undefined, 'oidc:'] },
  ...component('apiServer'),
  ...component('controllerManager'),
  ...component('scheduler'),
  'kubernetes.etcd.advertisedSubnets.0': { values: [undefined, ['10.0.0.0/16']] },
  'kubernetes.etcd.listenSubnets.0': { values: [undefined, ['10.0.0.0/16']] },
  'kubernetes.auditPolicy': {
    values: [undefined, 'templates/audit/metadata.yaml', { ...POLICY, rules: [{ level: 'None' }] }],
  },
  'kubernetes.controllerManagerExtraArgs.any': { values: [undefined, { v: 2 }, { v: '3' }] },
  'kubernetes.schedulerExtraArgs.any': { values: [undefined, { v: 2 }, { v: '3' }] },
  'kubernetes.etcdExtraArgs.any': { values: [undefined, { 'quota-backend-bytes': 1 }] },
  'kubernetes.certSans.0': { values: [undefined, ['api.example']] },
  'kubernetes.apiServerExtraArgs.any': { values: [undefined, { v: 2 }, { v: '3' }, { v: true }] },
};

/** Samples of a component of the control plane. */
function component(name: string): Readonly<Record<string, Sample>> {
  const place = `kubernetes.${name}`;
  return {
    [`${place}.environment.any`]: { values: [undefined, { A: 1 }, { A: 'b' }] },
    [`${place}.resources.requests.cpu`]: { values: [undefined, '1', '300m'] },
    [`${place}.resources.requests.memory`]: { values: [undefined, '1Gi'] },
    [`${place}.resources.limits.cpu`]: { values: [undefined, 2] },
    [`${place}.resources.limits.memory`]: { values: [undefined, '2Gi'] },
    [`${place}.volumes.0.hostPath`]: { values: ['/var/a', '/var/b'] },
    [`${place}.volumes.0.mountPath`]: { values: ['/a', '/b'] },
    [`${place}.volumes.0.readOnly`]: { values: [undefined, true] },
  };
}
