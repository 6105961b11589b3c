import { testMachineDoors } from '../support/setting-doors';

describe('the kubelet and the arguments of one machine', () => {
  testMachineDoors([
    {
      title: 'a worker has no arguments of the control plane',
      good: {},
      bad: { schedulerExtraArgs: { v: '2' } },
      line: 'schedulerExtraArgs: MACHINE is a worker, which runs none of the control plane; leave schedulerExtraArgs out here',
    },
    {
      title: 'a control plane has none that Talos sets',
      isControlPlane: true,
      good: { etcdExtraArgs: { 'heartbeat-interval': '250' } },
      bad: { etcdExtraArgs: { 'data-dir': '/x' } },
      line: 'etcdExtraArgs.data-dir: Talos sets data-dir by itself, and with another value the component never starts; leave it out',
    },
    {
      title: 'nor has the kubelet',
      good: { kubeletExtraArgs: { v: '2' } },
      bad: { kubeletExtraArgs: { 'cert-dir': '/x' } },
      line: 'kubeletExtraArgs.cert-dir: Talos sets cert-dir by itself, and with another value the component never starts; leave it out',
    },
    {
      title: 'the configuration of the kubelet has no field of Talos',
      good: { kubelet: { config: { maxPods: 200 } } },
      bad: { kubelet: { config: { maxPods: 200, authorization: {} } } },
      line: 'kubelet.config.authorization: Talos sets authorization of the kubelet by itself, and a machine refuses another value; leave it out',
    },
    {
      title: 'and no taints',
      good: { nodeTaints: { gpu: 'a:NoSchedule' } },
      bad: { kubelet: { config: { registerWithTaints: [] } } },
      line: 'kubelet.config.registerWithTaints: taints have a setting of their own, which is checked; write nodeTaints at the machine',
    },
    {
      title: 'two mounts have destinations of their own',
      good: { kubelet: { mounts: [{ source: '/var/a' }, { source: '/var/b' }] } },
      bad: { kubelet: { mounts: [{ source: '/var/a' }, { source: '/var/b', destination: '/var/a' }] } },
      line: 'kubelet.mounts: "/var/a" is the destination of two mounts; leave one of them out',
    },
    {
      title: 'a source is a path',
      good: { kubelet: { mounts: [{ source: '/var/a' }] } },
      bad: { kubelet: { mounts: [{ source: 'var/a' }] } },
      line: 'kubelet.mounts[0].source: got "var/a"; write an absolute path, such as "/var/mnt/data"',
    },
  ]);
});
