import { judgePlan } from '../../../src/plan';
import { SECRET } from '../../support/plan';
import { type Allowed, describeRules, type Refused } from '../../support/refusal-rows';
import { changedPlan, CONTROL_PLANES, MACHINES } from '../../support/versioned-plan';

const NETWORK =
  '  network:\n    dnsDomain: cluster.local\n    podSubnets:\n    - 10.244.0.0/16\n    serviceSubnets:\n    - 10.96.0.0/12\n';
const ENDPOINT = '  controlPlane:\n    endpoint: https://10.0.0.10:6443\n';
const CILIUM =
  '    cni:\n      name: none\n  inlineManifests:\n  - name: cilium-values\n    contents: a\n  - name: cilium-bootstrap\n    contents: b\n';
const NO_CNI = '    cni:\n      name: none\n';

const network = (what: string): string =>
  `cluster-network-changes: home: ${what} would change on a running cluster: nodes and services keep what they have, Talos removes neither CNI nor ` +
  'kube-proxy, and pods lose each other; write the old value back, or create a new cluster with the new one';
const access = (what: string): string =>
  `cluster-access-changes: home: ${what} would change on a running cluster: service account tokens are issued by it, so the API would refuse ` +
  'every pod that runs until it is restarted, and kubeconfigs handed out would miss the cluster; write the old value back, or accept it and ' +
  'restart all pods after the apply';
const secrets = (what: string): string =>
  `cluster-secrets-change: home: ${what} would change in the configuration of machines that use it: nodes would refuse each other, and ` +
  'what is encrypted with a key is lost without it; revert the change; authorities are changed with talosctl rotate-ca';

/** The cluster with one text in the section `cluster` now, and another one then. */
const changed = (now: string, then: string, names: readonly string[] = MACHINES) =>
  changedPlan({ cluster: then }, names, { cluster: now });
const replaced = (from: string, to: string) => changed(NETWORK, NETWORK.replace(from, to));
/** A plan that adds an argument to a part of the control plane, whose section has its image. */
const argument = (section: string, name: string, value: string) => {
  const plan = changedPlan({ cluster: '' }, CONTROL_PLANES);
  for (const change of plan.resource_changes as { readonly change: { after: Record<string, unknown> | null } }[]) {
    const { after } = change.change;
    const text = after?.machine_configuration_input;
    if (typeof text !== 'string' || !text.includes(`  ${section}:`)) continue;
    after!.machine_configuration_input = text.replace(
      `  ${section}:\n`,
      `  ${section}:\n    extraArgs:\n      ${name}: ${value}\n`,
    );
  }
  return plan;
};

const refused: readonly Refused[] = [
  [
    'b23 other pod networks',
    replaced('10.244.0.0/16', '10.42.0.0/16'),
    [network('kubernetes.podSubnets (10.244.0.0/16 -> 10.42.0.0/16)')],
    ['home'],
  ],
  [
    'b23 other service networks and another domain',
    changed(NETWORK, NETWORK.replace('10.96.0.0/12', '10.43.0.0/16').replace('cluster.local', 'home.arpa')),
    [
      network(
        'kubernetes.serviceSubnets (10.96.0.0/12 -> 10.43.0.0/16), kubernetes.dnsDomain (cluster.local -> home.arpa)',
      ),
    ],
    ['home'],
  ],
  ['S-39 b23 no CNI', changed(NETWORK, NETWORK + NO_CNI), [network('kubernetes.cni (flannel -> none)')], ['home']],
  [
    'Cilium in place of Flannel',
    changed(NETWORK, NETWORK + CILIUM),
    [network('kubernetes.cni (flannel -> cilium)')],
    ['home'],
  ],
  [
    'Flannel in place of Cilium',
    changed(NETWORK + CILIUM, NETWORK),
    [network('kubernetes.cni (cilium -> flannel)')],
    ['home'],
  ],
  [
    'Cilium beside what was installed by hand',
    changed(NETWORK + NO_CNI, NETWORK + CILIUM),
    [network('kubernetes.cni (none -> cilium)')],
    ['home'],
  ],
  [
    'no kube-proxy',
    changed(NETWORK, `${NETWORK}  proxy:\n    disabled: true\n`),
    [network('kubernetes.kubeProxy (true -> false)')],
    ['home'],
  ],
  [
    'kube-proxy again',
    changed(`${NETWORK}  proxy:\n    disabled: true\n`, NETWORK),
    [network('kubernetes.kubeProxy (false -> true)')],
    ['home'],
  ],
  [
    'another network on one machine only',
    changed(NETWORK, NETWORK.replace('10.244.0.0/16', '10.42.0.0/16'), ['work-01']),
    [network('kubernetes.podSubnets (10.244.0.0/16 -> 10.42.0.0/16)')],
    ['home'],
  ],
  [
    'another endpoint',
    changed(ENDPOINT, ENDPOINT.replace('10.0.0.10', 'k8s.home.arpa')),
    [access('network.endpoint (https://10.0.0.10:6443 -> https://k8s.home.arpa:6443)')],
    ['home'],
  ],
  ...['node-cidr-mask-size', 'node-cidr-mask-size-ipv4', 'node-cidr-mask-size-ipv6', 'cluster-cidr'].map(
    (name): Refused => [
      `another ${name}`,
      argument('controllerManager', name, '20'),
      [network(`cluster.controllerManager.extraArgs.${name} (unset -> 20)`)],
      ['home'],
    ],
  ),
  [
    'service networks as an argument',
    argument('apiServer', 'service-cluster-ip-range', '10.43.0.0/16'),
    [network('cluster.apiServer.extraArgs.service-cluster-ip-range (unset -> 10.43.0.0/16)')],
    ['home'],
  ],
  [
    'another issuer of tokens',
    argument('apiServer', 'service-account-issuer', 'https://sso.example'),
    [access('cluster.apiServer.extraArgs.service-account-issuer (unset -> https://sso.example)')],
    ['home'],
  ],
  ...['secretboxEncryptionSecret', 'aescbcEncryptionSecret', 'id', 'token'].map((field): Refused => [
    `another ${field}`,
    changed(`  ${field}: ${SECRET}\n`, `  ${field}: ${SECRET}2\n`),
    [secrets(`cluster.${field}`)],
    ['home'],
  ]),
];

const DOCUMENTS =
  '---\napiVersion: v1alpha1\nkind: KubeNetworkConfig\ndnsDomain: cluster.local\npodSubnets: [10.244.0.0/16]\nserviceSubnets: [10.96.0.0/12]\n' +
  '---\napiVersion: v1alpha1\nkind: KubeClusterConfig\nclusterName: home\nendpoint: https://10.0.0.10:6443/\n';
const FLANNEL = '---\napiVersion: v1alpha1\nkind: KubeFlannelCNIConfig\nbackendType: vxlan\n';

const allowed: readonly Allowed[] = [
  ['another release of Cilium', changed(NETWORK + CILIUM, (NETWORK + CILIUM).replace('contents: a', 'contents: c'))],
  ['Cilium that is handed over', changed(NETWORK + CILIUM, NETWORK + NO_CNI)],
  ['discovery', changed(NETWORK, `${NETWORK}  discovery:\n    enabled: false\n`)],
  ['another argument of the API server', argument('apiServer', 'oidc-issuer-url', 'https://sso.example')],
  [
    'the same networks in documents of their own',
    changedPlan({ documents: DOCUMENTS + FLANNEL }, CONTROL_PLANES, { cluster: NETWORK + ENDPOINT }),
  ],
  [
    'the same networks of a worker, which has no document of the CNI',
    changedPlan({ documents: DOCUMENTS }, ['work-00'], { cluster: NETWORK + ENDPOINT }),
  ],
];

describeRules(refused, allowed);

test('without the CNI in the documents of contract 1.14 there is none', () => {
  const plan = changedPlan({ documents: DOCUMENTS }, CONTROL_PLANES, { documents: DOCUMENTS + FLANNEL });
  expect(judgePlan(plan).refusals.map(({ message }) => message)).toEqual([
    expect.stringContaining('kubernetes.cni (flannel -> none)') as unknown,
  ]);
});

test('a value that could be secret is in no verdict', () => {
  const plan = changed(`  token: ${SECRET}\n`, `  token: ${SECRET}2\n`);
  expect(JSON.stringify(judgePlan(plan))).not.toContain(SECRET);
});
