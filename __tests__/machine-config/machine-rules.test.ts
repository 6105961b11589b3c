import { CERTIFICATE } from '../support/certificate';
import { changedSpec, faultsOf } from '../support/small-spec';
import { testMachineDoors } from '../support/setting-doors';

const MIRROR = { endpoints: ['https://harbor.example.com/v2/hub'], overridePath: true };

describe('registries, authorities, clock and names', () => {
  testMachineDoors([
    {
      title: 'a registry is a host',
      good: { registries: { mirrors: { 'ghcr.io': MIRROR, '*': MIRROR, '10.0.0.6:5000': MIRROR } } },
      bad: { registries: { mirrors: { 'https://ghcr.io': MIRROR } } },
      line: 'registries.mirrors.https://ghcr.io: the name "https://ghcr.io" can\'t be used; write the host of the registry, with a port if it has one and without scheme and path, such as "docker.io", or "*" for all others',
    },
    {
      title: 'an endpoint is a URL',
      good: { registries: { mirrors: { 'ghcr.io': MIRROR } } },
      bad: { registries: { mirrors: { 'ghcr.io': { endpoints: ['harbor.example.com'] } } } },
      line: 'registries.mirrors.ghcr.io.endpoints[0]: got "harbor.example.com"; write a URL that begins with https:// or http:// and holds no password, such as "https://harbor.example.com/v2/dockerhub"',
    },
    {
      title: 'certificates of a registry say something',
      good: { registries: { tls: { 'harbor.example.com': { insecureSkipVerify: true } } } },
      bad: { registries: { tls: { 'harbor.example.com': { insecureSkipVerify: false } } } },
      line: 'registries.tls.harbor.example.com: the entry says nothing; write the ca of the registry, or insecureSkipVerify: true',
    },
    {
      title: 'an authority is a certificate',
      good: { trustedRoots: { home: CERTIFICATE } },
      bad: { trustedRoots: { home: 'home.pem' } },
      line: 'trustedRoots.home: got "home.pem"; write certificates as PEM text, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----", and no key',
    },
    {
      title: 'a clock that asks nobody has no servers',
      good: { time: { enabled: false } },
      bad: { time: { enabled: false, servers: ['10.0.0.1'] } },
      line: 'time.enabled: with enabled: false no server is asked; leave servers and bootTimeoutSeconds out, or enabled',
    },
    {
      title: 'CoreDNS asks a DNS server of the machine that runs',
      good: { hostDns: { enabled: false, forwardKubeDnsToHost: false } },
      bad: { hostDns: { enabled: false, forwardKubeDnsToHost: true } },
      line: 'hostDns.forwardKubeDnsToHost: with enabled: false there is no DNS server on the machine; leave forwardKubeDnsToHost out, or enabled',
    },
    {
      title: 'names of machines are answered by a DNS server that runs',
      good: { hostDns: { resolveMemberNames: true } },
      bad: { hostDns: { enabled: false, resolveMemberNames: true } },
      line: 'hostDns.resolveMemberNames: with enabled: false there is no DNS server on the machine; leave resolveMemberNames out, or enabled',
    },
    {
      title: 'names belong to an address',
      good: { staticHosts: { '10.0.0.6': ['nas.example.com'] } },
      bad: { staticHosts: { '10.0.0.6': [] } },
      line: 'staticHosts.10.0.0.6: got []; write at least one item, or leave the key out',
    },
  ]);

  test('a private key among certificates is refused', () => {
    const key = `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`;
    const [line = ''] = faultsOf(changedSpec({ 'machine.trustedRoots': { home: CERTIFICATE + key } }));
    expect(line).toContain('and no key');
  });
});

describe('kernel, devices and logs', () => {
  testMachineDoors([
    {
      title: 'a receiver of logs has a scheme and a port',
      good: { logging: { services: ['udp://10.0.0.7:6051', 'tcp://logs.example.com:6051/'] } },
      bad: { logging: { services: ['udp://10.0.0.7'] } },
      line: 'logging.services[0]: got "udp://10.0.0.7"; write where the receiver listens, as tcp:// or udp:// with a port and without path, such as "udp://10.0.0.7:6051"',
    },
    {
      title: 'so does one of the messages of the kernel',
      good: { logging: { kernel: { collector: 'tcp://[fd00::7]:6052' } } },
      bad: { logging: { kernel: { collector: 'http://10.0.0.7:6052' } } },
      line: 'logging.kernel.collector: got "http://10.0.0.7:6052"; write where the receiver listens, as tcp:// or udp:// with a port and without path, such as "udp://10.0.0.7:6051"',
    },
    {
      title: 'fields of messages are sent somewhere',
      good: { logging: { services: ['udp://10.0.0.7:6051'], tags: { cluster: 'home' } } },
      bad: { logging: { tags: { cluster: 'home' } } },
      line: 'logging.tags: tags are fields of the logs of services; write services that they are sent to, or leave tags out',
    },
    {
      title: 'a rule of udev is one line',
      good: { udevRules: ['KERNEL=="a"'] },
      bad: { udevRules: [' '] },
      line: 'udevRules[0]: got " "; write one line of text',
    },
    {
      title: 'a module that is named has parameters',
      good: { kernelModuleParameters: { zfs: ['zfs_arc_max=1'] } },
      bad: { kernelModuleParameters: { zfs: [] } },
      line: 'kernelModuleParameters.zfs: got []; write at least one item, or leave the key out',
    },
  ]);
});

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

test('a wrong name in a map by addresses is told', () => {
  const spec = changedSpec({ 'machine.staticHosts': { nas: ['nas.example.com'] } });
  expect(faultsOf(spec)).toEqual([
    'machine.staticHosts.nas: the name "nas" can\'t be used; write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"',
  ]);
});
