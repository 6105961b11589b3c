import { type TerraformStack, TerraformVariable } from 'cdktf';
import { stringify } from 'yaml';
import { BareMetalNode, type BareMetalNodeProps } from '../../../src/constructs/node/bare-metal-node';
import { TalosCluster } from '../../../src/constructs/cluster/talos-cluster';
import type { TalosClusterProps } from '../../../src/constructs/cluster/talos-cluster-props';
import type { ITalosNode } from '../../../src/constructs/node/talos-node';
import { ClusterAddon } from '../../../src/manifests/addon';
import { MachineType } from '../../../src/values/machine-type';
import { TalosContract } from '../../../src/values/talos-contract';
import { cluster, controlPlane, image, node, nodes, settings } from '../../support/homelab';
import { synth, testStack } from '../../support/synth';

/** As a machine of a person's own class may be. */
function taintedWorker(stack: TerraformStack): ITalosNode {
  const late = new TerraformVariable(stack, 'taint', { type: 'string' }).stringValue;
  const worker = node(stack, { hostname: 'w1', address: '10.0.0.12', machineType: MachineType.WORKER });
  const nodeTaints = { a: 'x:Never', b: late, c: 'y:NoSchedule' };
  return Object.assign(worker, { machine: { ...worker.machine, nodeTaints } });
}

/** A physical machine of the stack, called `other` unless the props say otherwise. */
function physical(stack: TerraformStack, props: Partial<BareMetalNodeProps> = {}): BareMetalNode {
  return new BareMetalNode(stack, 'other', {
    ...controlPlane(),
    image: image(stack),
    installDisk: '/dev/sda',
    ...props,
  });
}

/** Another cluster of the stack. */
function firstCluster(stack: TerraformStack, ...members: readonly ITalosNode[]): TalosCluster {
  return new TalosCluster(stack, 'first', { ...settings(), nodes: members });
}

type Props = (stack: TerraformStack) => Partial<TalosClusterProps>;

describe('TalosCluster fails', () => {
  const cases: readonly (readonly [string, Props, string])[] = [
    [
      'when nothing is a control plane',
      (stack) => ({ nodes: nodes(stack, 0, 1) }),
      'nodes: there is no control plane; write machineType: controlplane at one machine or more, best at three',
    ],
    [
      'when two machines have one name',
      (stack) => {
        return { nodes: [node(stack), physical(stack, { hostname: 'cp1', address: '10.0.0.12' })] };
      },
      'nodes use the hostname cp1 more than once; give each machine a name of its own',
    ],
    [
      'when two machines have one address',
      (stack) => ({ nodes: [node(stack), node(stack, { hostname: 'cp2' })] }),
      'nodes[1].address: got "10.0.0.11"; that is the address of cp1, write another',
    ],
    [
      'when a machine has the virtual IP',
      (stack) => ({
        nodes: [node(stack)],
        ...settings({ clusterEndpoint: 'https://10.0.0.11:6443', vip: '10.0.0.11' }),
      }),
      'nodes[0].address: got "10.0.0.11"; that is the address of the vip, write another',
    ],
    [
      'b35 when another cluster has the machine',
      (stack) => {
        const shared = node(stack);
        firstCluster(stack, shared);
        return { nodes: [shared] };
      },
      'nodes hold cp1, which test/first configures; a machine belongs to one cluster, take it out of one of them',
    ],
    [
      'b35 when another cluster of the stack has a machine with the same address',
      (stack) => {
        firstCluster(stack, node(stack));
        return { nodes: [physical(stack)] };
      },
      'nodes hold other, which test/first configures; a machine belongs to one cluster, take it out of one of them',
    ],
    ...['http://10.0.0.10:6443', '10.0.0.10:6443', 'https://10.0.0.10:6443/api', 'https://a b'].map(
      (clusterEndpoint): readonly [string, Props, string] => [
        `when the endpoint is ${clusterEndpoint}`,
        () => ({ ...settings({ clusterEndpoint }) }),
        `clusterEndpoint must be https, a name or address, and a port at most, such as https://10.200.5.10:6443; got "${clusterEndpoint}"`,
      ],
    ),
    [
      'S-18 when the virtual IP is not the endpoint',
      () => ({ ...settings({ clusterEndpoint: 'https://10.0.0.11:6443' }) }),
      'clusterEndpoint: got "10.0.0.11", but the vip is 10.0.0.10; write the vip, or a DNS name that leads to it',
    ],
    [
      'S-4 when the provider would write another contract than this',
      () => ({ ...settings({ contract: TalosContract.of('v1.15') }) }),
      'contract: got "v1.15"; this release of cdktf-proxmox-talos writes v1.9 to v1.14; write one of these; the machines may run a newer Talos',
    ],
    [
      'when a patch is none of this contract, with its place',
      () => ({
        ...settings({
          configPatches: [{ origin: 'patches/net.yaml', content: { machine: { sysctl: { 'vm.swappiness': '1' } } } }],
        }),
      }),
      'patches/net.yaml: machine.sysctl: the configuration of Talos v1.13 has no field "sysctl" here; did you mean "sysctls"?',
    ],
    [
      'when kube-proxy is off and nothing takes its place, when networks have another form, and when a manifest has the name of another',
      () => {
        const contents = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } }];
        const kubernetes = {
          ...settings().kubernetes,
          kubeProxy: false,
          podSubnets: ['10.244.0.0'],
          coreDns: { version: '1.11.1', replicas: 0 },
          addons: [ClusterAddon.manifests({ manifests: [{ name: 'a', contents }] })],
          inlineManifests: [
            { name: 'a', contents },
            { name: 'coredns-bootstrap', contents },
          ],
        };
        return { ...settings({ kubernetes }) };
      },
      [
        'kubernetes.podSubnets[0]: got "10.244.0.0"; write a network with the length of its prefix, such as "10.0.0.0/24"',
        'kubernetes.coreDns.replicas: got 0; write a whole number from 1 to 100',
        'kubernetes.kubeProxy: got false, but flannel does not take the place of kube-proxy; write true, or cni with cilium',
        'kubernetes.inlineManifests[0].name: got "a"; another manifest has that name, write another',
        'kubernetes.inlineManifests[1].name: got "coredns-bootstrap"; another manifest has that name, write another',
      ].join('\ntest/cluster: '),
    ],
    [
      'when a manifest is text with a value in it that only OpenTofu knows',
      (stack) => {
        const late = new TerraformVariable(stack, 'late', { type: 'string' }).stringValue;
        const kubernetes = {
          ...settings().kubernetes,
          inlineManifests: [
            { name: 'whole', contents: late },
            { name: 'data', contents: [{ apiVersion: 'v1', kind: 'Secret', stringData: { a: late } }] },
            { name: 'part', contents: `kind: Secret\nstringData: { a: ${late} }` },
          ],
        };
        return { ...settings({ kubernetes }) };
      },
      'inline manifest part: contents is text with a value in it that is known later, whose line breaks would break the YAML; write the objects as plain data, where such a value may stand anywhere',
    ],
    [
      'when a manifest writes a Secret out, as plain data, as text or in a list',
      (stack) => {
        const late = new TerraformVariable(stack, 'late', { type: 'string' }).stringValue;
        const secret = (name: string, value: string) => ({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name },
          stringData: { a: value },
        });
        const kubernetes = {
          ...settings().kubernetes,
          inlineManifests: [
            { name: 'late', contents: [secret('good', late)] },
            { name: 'data', contents: [secret('bad', 'hunter2'), secret('good', late)] },
            { name: 'text', contents: stringify(secret('text', 'hunter2')) },
            {
              name: 'list',
              contents: stringify({ apiVersion: 'v1', kind: 'List', items: [secret('item', 'hunter2')] }),
            },
            { name: 'broken', contents: 'kind: Secret\n  a: [' },
          ],
        };
        return { ...settings({ kubernetes }) };
      },
      [
        ['kubernetes.inlineManifests[1].contents', 'bad'],
        ['kubernetes.inlineManifests[2].contents', 'text'],
        ['kubernetes.inlineManifests[3].contents', 'item'],
      ]
        .map(
          ([place, name]) =>
            `${place}: the Secret "${name}" would stand readable in the files of the stack; give its values as tokens, such as the value of a sensitive variable, under stringData of an object in plain data, or make it in the cluster`,
        )
        .join('\ntest/cluster: '),
    ],
    [
      'when a worker of another class has a taint of another form, and one that only OpenTofu knows',
      (stack) => ({ nodes: [node(stack), taintedWorker(stack)] }),
      [
        'machine w1: nodeTaints.a: got "x:Never"; write "value:Effect" or "Effect", where the effect is NoSchedule, PreferNoSchedule or NoExecute',
        'test/cluster: machine w1: nodeTaints.b: must be known at synth, got a value that only OpenTofu knows; write the value itself',
      ].join('\n'),
    ],
    [
      'when a health check has no time',
      () => ({ healthCheck: { timeoutSeconds: 0 } }),
      'healthCheck.timeoutSeconds: got 0; write a whole number from 1 to 86400',
    ],
    [
      'when machines get no time',
      () => ({ timeouts: { applySeconds: -1, bootstrapSeconds: 0, kubeconfigSeconds: 0.5, kubernetesApiSeconds: 0 } }),
      [
        'timeouts.applySeconds: got -1; write a whole number from 1 to 86400',
        'test/cluster: timeouts.bootstrapSeconds: got 0; write a whole number from 1 to 86400',
        'test/cluster: timeouts.kubeconfigSeconds: got 0.5; write a whole number from 1 to 86400',
        'test/cluster: timeouts.kubernetesApiSeconds: got 0; write a whole number from 1 to 86400',
      ].join('\n'),
    ],
  ];

  test('when a worker has a label that Kubernetes refuses it', () => {
    const { stack } = testStack();
    const nodeLabels = { 'node-role.kubernetes.io/worker': '' };
    const worker = node(stack, {
      hostname: 'w1',
      address: '10.0.0.12',
      machineType: MachineType.WORKER,
      nodeLabels,
    });
    expect(() => cluster(stack, { nodes: [node(stack), worker] })).toThrow(
      'test/cluster: machine w1: nodeLabels.node-role.kubernetes.io/worker: w1 is a worker, and Kubernetes lets no worker set',
    );
  });

  describe('secrets of other systems in a patch', () => {
    const patched = (password: string, allowSecrets?: boolean) =>
      settings({
        configPatches: [
          {
            origin: 'registry',
            content: { machine: { registries: { config: { 'ghcr.io': { auth: { username: 'me', password } } } } } },
            allowSecrets,
          },
        ],
      });

    test('when they are literals, which are not repeated', () => {
      const { stack } = testStack();
      expect(() => cluster(stack, { ...patched('hunter2') })).toThrow(
        new Error(
          'test/cluster: registry: machine.registries.config.ghcr.io.auth.password: a patch stands readable in the files of the stack; give the secret as a token, such as the value of a sensitive variable, or set allowSecrets',
        ),
      );
    });

    test('not when they are tokens, which stand as references that any value survives, nor when they are allowed', () => {
      const { json } = synth((stack) => {
        const secret = new TerraformVariable(stack, 'password', { type: 'string', sensitive: true });
        cluster(stack, { ...patched(secret.stringValue) });
      });
      expect(json).toContain(String.raw`\"password\":${'$'}{jsonencode(var.password)}`);
      expect(() => cluster(testStack().stack, { ...patched('hunter2', true) })).not.toThrow();
    });
  });

  test('b35 not for another machine, nor for the same address in another stack', () => {
    const [here, there] = [testStack().stack, testStack().stack];
    firstCluster(here, node(here));
    expect(() => cluster(here, { nodes: [node(here, { hostname: 'other', address: '10.0.0.12' })] })).not.toThrow();
    expect(() => cluster(there, { nodes: [node(there)] })).not.toThrow();
  });

  test.each(cases)('%s', (_, props, message) => {
    const { stack } = testStack();
    expect(() => cluster(stack, props(stack))).toThrow(new Error(`test/cluster: ${message}`));
  });
});
