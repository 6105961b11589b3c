import { runningMachines, type VersionAnswers } from '../../../src/plan/read/version-answers';
import { type VersionQuestions, versionQuestions } from '../../../src/plan/read/version-questions';
import { home, keep, planJson, update } from '../../support/plan';
import { changedPlan, configurationText, MACHINES, OTHER_SCHEMATIC } from '../../support/versioned-plan';

const PEM = {
  ca: '-----BEGIN CERTIFICATE-----\nca',
  certificate: '-----BEGIN CERTIFICATE-----\nc',
  key: '-----BEGIN PRIVATE KEY-----\nk',
};

/** A plan whose state has the kubeconfig of the cluster. */
function withKubeconfig(
  plan: Record<string, unknown>,
  client: Readonly<Record<string, string>>,
): Record<string, unknown> {
  for (const change of plan.resource_changes as {
    type: string;
    change: { before: Record<string, unknown> | null };
  }[]) {
    if (change.type === 'talos_cluster_kubeconfig' && change.change.before !== null)
      change.change.before = { ...change.change.before, kubernetes_client_configuration: client };
  }
  return plan;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const CLIENT = {
  host: 'https://10.0.0.10:6443',
  ca_certificate: base64(PEM.ca),
  client_certificate: base64(PEM.certificate),
  client_key: base64(PEM.key),
};

describe('whom to ask', () => {
  test.each([
    ['nothing changes', home({})],
    ['no version does', changedPlan({ cluster: '  discovery:\n    enabled: false\n' })],
    ['a cluster is new', planJson({ machines: {}, kubeconfig: { actions: ['create'] } })],
  ])('nobody while %s', (_, plan) => {
    expect(versionQuestions(plan)).toBeUndefined();
  });

  test('every control plane and every machine, as soon as one machine gets another version', () => {
    const plan = withKubeconfig(changedPlan({ kubernetes: 'v1.36.3' }, ['work-01']), CLIENT);
    expect(versionQuestions(plan)).toEqual({
      controlPlanes: [11, 12, 13].map((number, index) => ({
        name: `ctrl-0${index}`,
        address: `10.0.0.${number}`,
        port: 6443,
      })),
      machines: [11, 12, 13, 21, 22].map((number, index) => ({ name: MACHINES[index], address: `10.0.0.${number}` })),
      credentials: PEM,
    });
  });

  test.each([
    ['another Talos', { talos: 'v1.13.9' }],
    ['other extensions', { schematic: OTHER_SCHEMATIC }],
  ])('also for %s', (_, then) => {
    expect(versionQuestions(changedPlan(then, ['ctrl-00']))?.machines).toHaveLength(5);
  });

  test('an API server that listens elsewhere', () => {
    const configured = (kubernetes: string): string =>
      configurationText('controlplane', 'ctrl-00', {
        kubernetes,
        cluster: '  controlPlane:\n    endpoint: https://10.0.0.10:7443\n    localAPIServerPort: 7443\n',
      });
    const plan = home({
      'ctrl-00': {
        vm: keep,
        configIs: (values) => {
          values.machine_configuration_input = configured('v1.35.2');
        },
        config: update((values) => {
          values.machine_configuration_input = configured('v1.36.3');
        }),
      },
    });
    expect(versionQuestions(plan)?.controlPlanes.map(({ port }) => port)).toEqual([7443, 6443, 6443]);
  });

  test('credentials that are PEM already are taken as they are', () => {
    const client = { ca_certificate: PEM.ca, client_certificate: PEM.certificate, client_key: PEM.key };
    expect(versionQuestions(withKubeconfig(changedPlan({ kubernetes: 'v1.36.3' }), client))?.credentials).toEqual(PEM);
  });

  test('without a kubeconfig in the state nobody can ask', () => {
    expect(versionQuestions(changedPlan({ kubernetes: 'v1.36.3' }))?.credentials).toBeUndefined();
  });
});

const QUESTIONS: VersionQuestions = {
  controlPlanes: [{ name: 'ctrl-00', address: '10.0.0.11', port: 6443 }],
  machines: [
    { name: 'ctrl-00', address: '10.0.0.11' },
    { name: 'work-00', address: '10.0.0.21' },
  ],
  credentials: PEM,
};

function node(name: string, address: string, ready = 'True', annotations: object = {}): object {
  return {
    metadata: { name, annotations },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      conditions: [
        { type: 'MemoryPressure', status: 'False' },
        { type: 'Ready', status: ready },
      ],
      nodeInfo: { kubeletVersion: 'v1.36.3', osImage: 'Talos (v1.13.9)' },
    },
  };
}

function pod(component: string, image: string, nodeName = 'ctrl-00'): object {
  return {
    metadata: { name: `${component}-${nodeName}` },
    spec: { nodeName, containers: [{ name: component, image }] },
  };
}

const PODS = {
  items: [
    pod('kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.36.3'),
    pod('kube-scheduler', 'mirror.example:5000/kube-scheduler:v1.36.2@sha256:0123'),
    pod('kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.35.2', 'another'),
    pod('kube-proxy', 'registry.k8s.io/kube-proxy:v1.30.0'),
  ],
};

const answered = (answers: Partial<VersionAnswers>): ReturnType<typeof runningMachines> =>
  runningMachines(QUESTIONS, {
    failures: {},
    nodes: { items: [node('ctrl-00', '10.0.0.11'), node('work-00', '10.0.0.21')] },
    pods: PODS,
    ...answers,
  });

describe('what the answers mean', () => {
  test('images of static pods, kubelets and the name of the image', () => {
    const id = { 'extensions.talos.dev/schematic': OTHER_SCHEMATIC };
    const nodes = { items: [node('ctrl-00', '10.0.0.11', 'True', id), node('work-00', '10.0.0.21')] };
    expect(answered({ nodes })).toEqual([
      {
        name: 'ctrl-00',
        kubernetes: { 'kube-apiserver': 'v1.36.3', 'kube-scheduler': 'v1.36.2', kubelet: 'v1.36.3' },
        talos: 'v1.13.9',
        schematic: OTHER_SCHEMATIC,
      },
      { name: 'work-00', kubernetes: { kubelet: 'v1.36.3' }, talos: 'v1.13.9', schematic: undefined },
    ]);
  });

  test('a node is found by its address, whatever Kubernetes calls it', () => {
    const nodes = { items: [node('ctrl-00', '10.0.0.11'), node('w.home.arpa', '10.0.0.21')] };
    expect(answered({ nodes })[1]).toMatchObject({ name: 'work-00', talos: 'v1.13.9' });
  });

  test.each<readonly [string, Partial<VersionAnswers>, readonly (string | undefined)[]]>([
    [
      'a control plane whose API server is silent, while another one told the rest',
      { failures: { 'ctrl-00': 'no answer in 5 s' } },
      ['its API server does not answer: no answer in 5 s', undefined],
    ],
    [
      'a node that is not ready',
      { nodes: { items: [node('ctrl-00', '10.0.0.11'), node('work-00', '10.0.0.21', 'Unknown')] } },
      [undefined, 'its node is not ready'],
    ],
    [
      'a node that is not there',
      { nodes: { items: [node('ctrl-00', '10.0.0.11')] } },
      [undefined, 'Kubernetes has no such node'],
    ],
    [
      'a control plane without a pod of its API server',
      { pods: { items: [] } },
      ['Kubernetes shows no API server on it', undefined],
    ],
    [
      'everything, if nobody gave the lists',
      { nodes: undefined, pods: undefined, failures: { 'ctrl-00': 'ECONNREFUSED' } },
      ['its API server does not answer: ECONNREFUSED', 'no API server of the cluster answers'],
    ],
    [
      'a list that is none',
      { nodes: 'nodes' },
      ['no API server of the cluster answers', 'no API server of the cluster answers'],
    ],
  ])('nothing is known of %s', (_, answers, silent) => {
    expect(answered(answers).map((machine) => machine.silent)).toEqual(silent);
  });

  test('nothing is known where nobody can ask', () => {
    const machines = runningMachines({ ...QUESTIONS, credentials: undefined }, { failures: {} });
    expect(machines.map(({ silent }) => silent)).toEqual([1, 2].map(() => 'the state has no kubeconfig to ask with'));
  });
});
