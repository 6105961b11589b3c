import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeMachineConfigurations } from '../../../judge';
import { judgeStacks } from '../../../src/cli/configurations/judge-stack';
import type { JudgeAnswer, JudgeRequest, MachineJudge } from '../../../src/machine-config/machine-judge';
import { describeWithJudge } from '../../support/tofu';

const SHOWN = 'cdktf.out/stacks/home/cdk.tf.json';
const DATA = 'data.talos_machine_configuration';
const VERSION = 'v1.13.9';

/** A document of the hostname, as this library writes it. */
const hostname = (name: string): string =>
  JSON.stringify({ apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'off', hostname: name });

/** A data source as the framework writes it. */
const block = (config_patches: unknown, others: object = {}): object => ({
  cluster_endpoint: 'https://10.0.0.10:6443',
  cluster_name: 'home',
  kubernetes_version: 'v1.35.2',
  machine_secrets: '${talos_machine_secrets.secrets.machine_secrets}',
  machine_type: 'worker',
  talos_version: 'v1.13',
  config_patches,
  ...others,
});

const stackOf = (talos_machine_configuration: object, resource: object = {}): object => ({
  data: { talos_machine_configuration },
  resource,
});

function judged(stack: object, judge: MachineJudge = judgeMachineConfigurations) {
  return judgeStacks([{ shown: SHOWN, stack }], judge, VERSION);
}

/** A judge that answers all the same, and what it was asked. */
function answering(answer: JudgeAnswer): { readonly judge: MachineJudge; readonly asked: JudgeRequest[] } {
  const asked: JudgeRequest[] = [];
  const judge: MachineJudge = (requests) => {
    asked.push(...requests);
    return requests.map(() => answer);
  };
  return { judge, asked };
}

/** Options for judging a stack. */
function askedOf(stack: object): readonly JudgeRequest[] {
  const { judge, asked } = answering({});
  judged(stack, judge);
  return asked;
}

describe('a question', () => {
  test('is what the stack says, without the escapes of templates', () => {
    expect(askedOf(stackOf({ a: block(['machine: { env: { A: "$${B}" } }\n']) }))).toEqual([
      {
        name: 'machine',
        clusterName: 'home',
        clusterEndpoint: 'https://10.0.0.10:6443',
        contract: 'v1.13',
        kubernetesVersion: 'v1.35.2',
        machineType: 'worker',
        configPatches: ['machine: { env: { A: "${B}" } }\n'],
        mode: 'cloud',
        placesIn: [0],
      },
    ]);
  });

  test('is asked once of machines that have the same configuration, in all stacks', () => {
    const stack = stackOf({ a: block([hostname('a')]), b: block([hostname('b')]), c: block([hostname('b')]) });
    const { judge, asked } = answering({});
    judgeStacks(
      [
        { shown: 'a', stack },
        { shown: 'b', stack },
      ],
      judge,
      VERSION,
    );
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['a disk', '{"machine":{"install":{"disk":"/dev/sda"}}}', 'metal'],
    ['a selector of disks', 'machine:\n  install:\n    diskSelector: { size: 1GB }\n', 'metal'],
    ['an image only', '{"machine":{"install":{"image":"a"},"disks":[]}}', 'cloud'],
  ])('is of a machine that Talos is installed on where a patch names %s', (_, patch, mode) => {
    expect(askedOf(stackOf({ a: block([patch]) })).map((request) => request.mode)).toEqual([mode]);
  });

  test('has the patches that are added when the configuration is applied, of each machine', () => {
    const apply = (patch: string, name = 'a') => ({
      machine_configuration_input: `\${data.talos_machine_configuration.${name}.machine_configuration}`,
      config_patches: [patch],
    });
    const talos_machine_configuration_apply = {
      one: apply('{"debug":true}'),
      two: apply('{"debug":false}'),
      of_b: apply('{}', 'b'),
    };
    const asked = askedOf(stackOf({ a: block([hostname('a')]) }, { talos_machine_configuration_apply }));
    expect(asked.map(({ configPatches }) => configPatches)).toEqual([
      [hostname('a'), '{"debug":true}'],
      [hostname('a'), '{"debug":false}'],
    ]);
  });

  test('has the data of jsonencode, with values of the right type and form for what is not known', () => {
    const patch =
      '${jsonencode({"machine" = {"network" = {"interfaces" = [{"addresses" = ["${var.ip}/24"], "mtu" = var.mtu, "dhcp" = var.dhcp}]}}})}';
    const route =
      '{"apiVersion":"v1alpha1","kind":"LinkConfig","name":"eth0","mtu":${var.mtu},"routes":[{"gateway":"${var.gateway}"}]}';
    const [request] = askedOf(stackOf({ a: block([patch, route]) }));
    expect(request?.configPatches.map((text) => JSON.parse(text) as unknown)).toEqual([
      { machine: { network: { interfaces: [{ addresses: ['10.0.0.1/24'], mtu: 1, dhcp: true }] } } },
      { apiVersion: 'v1alpha1', kind: 'LinkConfig', name: 'eth0', mtu: 1, routes: [{ gateway: '10.0.0.1' }] },
    ]);
  });
});

test('jsonencode inside of the JSON of a patch is the value that it encodes', () => {
  const patch = '{"machine":{"env":{"A":${jsonencode("a-${var.x}")},"B":${jsonencode(var.y)},"C":"c"}}}';
  const [request] = askedOf(stackOf({ a: block([patch]) }));
  expect(request?.configPatches.map((text) => JSON.parse(text) as unknown)).toEqual([
    { machine: { env: { A: 'a-placeholder', B: 'placeholder', C: 'c' } } },
  ]);
});

describe('not judged, and told in a line', () => {
  test.each<[string, object, string]>([
    [
      'without a contract',
      { talos_version: undefined },
      'talos_version is not set, so the release of the Talos provider decides what is written',
    ],
    [
      'with a contract that is a reference',
      { talos_version: '${var.v}' },
      'talos_version is known only to OpenTofu, or is a version that this release does not know',
    ],
    [
      'with a contract that nobody knows',
      { talos_version: 'v1.2' },
      'talos_version is known only to OpenTofu, or is a version that this release does not know',
    ],
    [
      'for a newer Talos than the judge',
      { talos_version: 'v1.14' },
      'it is written for Talos v1.14, and the judge is v1.13.9',
    ],
    ['of a type that is a reference', { machine_type: '${var.t}' }, 'machine_type is known only to OpenTofu'],
    [
      'with a list of patches that is a reference',
      { config_patches: '${var.p}' },
      'config_patches is known only to OpenTofu',
    ],
  ])('is a configuration %s', (_, others, reason) => {
    const { judge, asked } = answering({ faults: [{ step: 'validate', message: 'no' }] });
    const said = judged(stackOf({ a: block([], others) }), judge);
    expect(asked).toEqual([]);
    expect(said).toEqual({ faults: [], warnings: [`${SHOWN}: not judged, as ${reason}: ${DATA}.a`] });
  });

  test('are values and patches that OpenTofu alone knows, those of several machines together', () => {
    const secret = '{"machine":{"registries":{"config":{"a":{"auth":{"password":"${var.password}"}}}}}}';
    const said = judged(
      stackOf({
        a: block([hostname('one'), secret], { cluster_name: '${var.name}' }),
        b: block([hostname('two'), secret, '${file("a")}']),
      }),
      answering({}).judge,
    );
    expect(said).toEqual({
      faults: [],
      warnings: [
        `${SHOWN}: not judged, as OpenTofu alone knows the values: cluster_name of one, ` +
          `machine.registries.config.a.auth.password of one, two, ${DATA}.b.config_patches[2]`,
      ],
    });
  });
});

describeWithJudge("Talos' judge of stacks", () => {
  test('G-44 accepts all examples', () => {
    const golden = join(__dirname, '..', '..', 'golden');
    const files = readdirSync(golden).filter((name) => name.endsWith('.tf.json'));
    const stacks = files.map((name) => ({
      shown: name,
      stack: JSON.parse(readFileSync(join(golden, name), 'utf8')) as object,
    }));
    expect(stacks.length).toBeGreaterThan(3);
    const { faults, warnings } = judgeStacks(stacks, judgeMachineConfigurations, VERSION);
    expect(faults).toEqual([]);
    // the keys of its services are variables of the stack
    expect(warnings).toEqual([
      expect.stringMatching(
        /^bare-metal\.tf\.json: not judged, .*: ExtensionServiceConfig\.environment\.0 of loki-cp-02, /,
      ),
    ]);
  });

  test('tells each fault once with all machines that have it, at the place that causes it', () => {
    const label = '{"machine":{"nodeLabels":{"bad key":"a"}}}';
    const two = `${hostname('two')}\n---\nmachine: { nodeTaints: { a: "b:Never" } }\n`;
    const said = judged(stackOf({ a: block([hostname('one'), label]), b: block([two, label]) }));
    expect(said).toEqual({
      faults: [
        `${SHOWN}: ${DATA}.a.config_patches[1].machine.nodeLabels.bad key: one, two would refuse this: ` +
          'invalid machine node labels: name "bad key" is invalid',
        `${SHOWN}: ${DATA}.b.config_patches[0][1].machine.nodeTaints.a: two would refuse this: ` +
          'invalid machine node taints: invalid taint effect: "Never"',
      ],
      warnings: [],
    });
  });

  test('says nothing of values that OpenTofu alone knows, and all of the others', () => {
    const peers =
      '{"apiVersion":"v1alpha1","kind":"WireguardConfig","name":"wg0","privateKey":"${var.key}","peers":[{"publicKey":"${var.peer}","allowedIPs":["${var.net}"]}]}';
    const labels =
      '${jsonencode({machine = {nodeLabels = {"bad key" = "a", good = var.b}, nodeTaints = {a = var.taint}}})}';
    const { faults, warnings } = judged(stackOf({ a: block([hostname('one'), peers, labels]) }));
    expect(faults).toEqual([
      `${SHOWN}: ${DATA}.a.config_patches[2].machine.nodeLabels.bad key: one would refuse this: ` +
        'invalid machine node labels: name "bad key" is invalid',
    ]);
    expect(warnings).toHaveLength(1);
  });

  test('only warns of what a patch that OpenTofu alone knows may change', () => {
    const { faults, warnings } = judged(
      stackOf({ a: block([hostname('one'), '{"machine":{"nodeLabels":{"bad key":"a"}}}', '${var.patch}']) }),
    );
    expect(faults).toEqual([]);
    expect(warnings[0]).toMatch(/name "bad key" is invalid; a patch that OpenTofu alone knows may change that$/);
  });

  test('takes no field that Talos knows and the contract does not', () => {
    const field = '{"cluster":{"network":{"cni":{"flannel":{"kubeNetworkPoliciesEnabled":true}}}}}';
    const saidOf = (talos_version: string) => {
      const answers: JudgeAnswer[] = [];
      const judge: MachineJudge = (requests) => {
        answers.push(...judgeMachineConfigurations(requests));
        return answers;
      };
      return {
        ...judged(stackOf({ a: block([field], { talos_version, kubernetes_version: 'v1.32.0' }) }), judge),
        answers,
      };
    };
    const { faults, answers } = saidOf('v1.10');
    expect(answers).toEqual([{ name: 'machine' }]);
    expect(faults).toEqual([
      expect.stringContaining(
        `${DATA}.a.config_patches[0].cluster.network.cni.flannel.kubeNetworkPoliciesEnabled: the configuration of Talos v1.10 has no field`,
      ),
    ]);
    expect(saidOf('v1.13')).toMatchObject({ faults: [], warnings: [] });
  });

  test('tells what cannot be read once, in words of the schema where it has them, and without a value', () => {
    const { faults } = judged(
      stackOf({
        a: block([
          hostname('one'),
          '{"machine":{"registries":{"config":{"a":{"auth":{"passwrod":"hunter2-secret"}}}}}}',
        ]),
      }),
    );
    expect(faults).toEqual([
      `${SHOWN}: ${DATA}.a.config_patches[1].machine.registries.config.a.auth.passwrod: the configuration of Talos v1.13 has no field ` +
        '"passwrod" here; did you mean "password"? (one)',
    ]);
  });
});
