import type { JudgedFault, MachineJudge } from '../../src/machine-config/machine-judge';
import { judgeClusters } from '../../src/model/judged-clusters';
import { type ReadCluster, readCluster, RefusedClusterError } from '../../src/model/parse-cluster-spec';
import { formatFault } from '../../src/cluster-file/cluster-spec-error';
import { parseClusterYaml } from '../../src/cluster-file/yaml-source';

const FILE = `name: home
talos: { version: v1.13.9, contract: v1.13 }
kubernetes: { version: v1.36.3, apiServerExtraArgs: { a: b } }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
machine: { sysctls: { all: "1" } }
nodeDefaults:
  worker:
    sysctls: { workers: "1" }
nodes:
  ctrl-00: { machineType: controlplane, address: 10.0.0.11, installDisk: /dev/sda, sysctls: { own: "1" } }
  work-00:
    machineType: worker
    address: 10.0.0.21
    installDisk: /dev/sda
    patches:
      - machine: { env: { A: b } }
state: { encryption: 'on' }
`;

const { spec, source } = parseClusterYaml(FILE, 'home.yaml');
const CLUSTER = readCluster(spec, { source });

/** A judge that finds a fault on some machines; by default on all. */
function finding(fault: JudgedFault, on: 'controlplane' | 'worker' | 'all' = 'all'): MachineJudge {
  return (requests) =>
    requests.map(({ machineType }) => (on === 'all' || on === machineType ? { faults: [fault] } : {}));
}

function told(judge: MachineJudge): readonly string[] {
  return judgeClusters([CLUSTER], judge).flatMap(({ faults }) => faults.map(formatFault));
}

/** A fault at a place of the main document that the library makes. */
const made = (...path: readonly (string | number)[]): JudgedFault => ({
  step: 'validate',
  message: 'v1alpha1.Config: no',
  place: { patch: 0, document: 0, path },
});

describe('what Talos refuses is reported', () => {
  test('at the place of a patch', () => {
    const judge: MachineJudge = (requests) =>
      requests.map(({ machineType, configPatches }) =>
        machineType === 'controlplane'
          ? {}
          : {
              faults: [
                {
                  step: 'validate',
                  message: 'v1alpha1.Config: two\n\tlines\n',
                  place: { patch: configPatches.length - 1, document: 0, path: ['machine', 'env', 'A'] },
                },
              ],
            },
      );
    expect(told(judge)).toEqual([
      'home.yaml:16:30 nodes.work-00.patches[0].machine.env.A: work-00 would refuse this: two lines',
    ]);
  });

  test.each<[string, JudgedFault, 'controlplane' | 'worker', string]>([
    [
      'of the machine',
      made('machine', 'sysctls', 'own'),
      'controlplane',
      'home.yaml:10:100 nodes.ctrl-00.sysctls.own: ctrl-00 would refuse this: no',
    ],
    [
      'of its role',
      made('machine', 'sysctls', 'workers'),
      'worker',
      'home.yaml:8:25 nodeDefaults.worker.sysctls.workers: work-00 would refuse this: no',
    ],
    [
      'of all machines',
      made('machine', 'sysctls', 'all'),
      'worker',
      'home.yaml:5:28 machine.sysctls.all: work-00 would refuse this: no',
    ],
    [
      'of Kubernetes',
      made('cluster', 'apiServer', 'extraArgs', 'a'),
      'controlplane',
      'home.yaml:3:58 kubernetes.apiServerExtraArgs.a: ctrl-00 would refuse this: no',
    ],
  ])('at the setting %s', (_, fault, on, line) => {
    expect(told(finding(fault, on))).toEqual([line]);
  });

  test('once for all machines that have it', () => {
    expect(told(finding(made('machine', 'sysctls', 'all')))).toEqual([
      'home.yaml:5:28 machine.sysctls.all: ctrl-00, work-00 would refuse this: no',
    ]);
  });

  test('as a fault of the Talos provider where that is the first to refuse it', () => {
    expect(told(finding({ ...made('machine', 'sysctls', 'all'), step: 'apply' }))).toEqual([
      'home.yaml:5:28 machine.sysctls.all: the Talos provider would refuse this: no',
    ]);
  });

  test.each<[string, JudgedFault]>([
    ['no setting causes', made('machine', 'install', 'image')],
    ['no part alone causes', { step: 'validate', message: 'no' }],
  ])('as a fault of this project where %s it', (_, fault) => {
    expect(told(finding(fault, 'controlplane'))).toEqual([
      'home.yaml:10:3 nodes.ctrl-00: ctrl-00 would refuse the configuration: no; no patch and no setting alone causes it, so this is ' +
        'a fault of cdktf-proxmox-talos: please report it with this line',
    ]);
  });
});

test('warnings name the machine', () => {
  const judge: MachineJudge = (requests) => requests.map(() => ({ warnings: ['old'] }));
  expect(judgeClusters([CLUSTER], judge)).toEqual([
    { faults: [], warnings: ['Talos says of ctrl-00: old', 'Talos says of work-00: old'] },
  ]);
});

test('all clusters are one question', () => {
  const questions: number[] = [];
  const judge: MachineJudge = (requests) => {
    questions.push(requests.length);
    return requests.map(({ name }, index) => ({ warnings: index === 2 ? [name] : [] }));
  };
  expect(judgeClusters([CLUSTER, CLUSTER], judge).map(({ warnings }) => warnings.length)).toEqual([0, 1]);
  expect(questions).toEqual([4]);
});

describe('of a cluster file with other faults', () => {
  /** Faults of a changed file: its own, and those that the judge finds in the rest. */
  function notesOf(changes: readonly (readonly [string, string])[], judge: MachineJudge) {
    const text = changes.reduce((changed, [from, to]) => changed.replace(from, to), FILE);
    const parsed = parseClusterYaml(text, 'home.yaml');
    try {
      readCluster(parsed.spec, { source: parsed.source });
    } catch (error) {
      if (!(error instanceof RefusedClusterError)) throw error;
      const rest = error.rest === undefined ? [] : [error.rest];
      const judged = judgeClusters(rest, judge).flatMap(({ faults }) => faults.map(formatFault));
      return { known: error.faults.map(formatFault), judged, isJudged: rest.length > 0 };
    }
    throw new Error('the file has no faults');
  }

  const ADDRESS = ['address: 10.0.0.21', 'address: 10.9.0.21'] as const;
  const ENV = ['- machine: { env: { A: b } }', '- machine: { env: { A: b }, nope: 1, sysctls: { c: "1" } }'] as const;

  test('the rest is judged', () => {
    const { known, judged } = notesOf([ADDRESS], finding(made('machine', 'sysctls', 'own'), 'controlplane'));
    expect(known).toEqual([expect.stringMatching(/^home\.yaml:13:\d+ nodes\.work-00\.address: /)]);
    expect(judged).toEqual(['home.yaml:10:100 nodes.ctrl-00.sysctls.own: ctrl-00 would refuse this: no']);
  });

  test('nothing is said of a place that has a fault, or is in one', () => {
    const { known, judged, isJudged } = notesOf(
      [['{ a: b } }', '{ a: b }, podSubnets: [10.0.0.0/16] }']],
      finding(made('cluster', 'network', 'podSubnets'), 'worker'),
    );
    expect(known).toEqual([expect.stringContaining('kubernetes.podSubnets')]);
    expect([isJudged, judged]).toEqual([true, []]);
  });

  test('nothing is called a fault of this project, as it may be a consequence', () => {
    expect(notesOf([ADDRESS], finding(made('machine', 'install', 'image')))).toMatchObject({
      isJudged: true,
      judged: [],
    });
  });

  test('a patch is judged without its faulty fields, and its places are those of the file', () => {
    const patches: string[] = [];
    const { known, judged } = notesOf([ENV], (requests) =>
      requests.map(({ machineType, configPatches }) => {
        if (machineType === 'controlplane') return {};
        patches.push(configPatches.at(-1) ?? '');
        const place = { patch: configPatches.length - 1, document: 0, path: ['machine', 'sysctls', 'c'] };
        return { faults: [{ step: 'validate', message: 'no', place }] };
      }),
    );
    expect(patches).toEqual(['{"machine":{"env":{"A":"b"},"sysctls":{"c":"1"}}}']);
    expect(known).toEqual([expect.stringContaining('nodes.work-00.patches[0].machine.nope: ')]);
    expect(judged).toEqual([
      expect.stringMatching(/nodes\.work-00\.patches\[0\]\.machine\.sysctls\.c: work-00 would refuse this: no$/),
    ]);
  });

  test.each([
    ['a whole document of a patch is faulty', [[ENV[0], '- kind: NopeConfig'] as const]],
    ['a patch file is missing', [[ENV[0], '- nowhere.yaml'] as const]],
    ['it has not the form of a cluster', [['controlplane, address', 'control, address'] as const]],
  ])('the judge is silent where %s', (_, changes) => {
    expect(notesOf(changes, finding(made('machine', 'sysctls', 'all')))).toMatchObject({ isJudged: false });
  });
});

test('no sentence has a secret of a patch', () => {
  const parsed = parseClusterYaml(FILE, 'home.yaml');
  const read = readCluster(parsed.spec, { source: parsed.source });
  const configPatches = [{ origin: 'patch', content: { machine: { env: { API_TOKEN: 'hunter22' } } } }];
  const nodes = read.model.nodes.map((node) =>
    node.name === 'work-00' ? { ...node, machine: { ...node.machine, configPatches } } : node,
  );
  const judge: MachineJudge = (requests) =>
    requests.map(() => ({ faults: [{ step: 'validate', message: 'bad hunter22' }], warnings: ['old hunter22'] }));
  const told = judgeClusters([{ ...read, model: { ...read.model, nodes } }], judge);
  const lines = told.flatMap(({ faults, warnings }) => [...faults.map(formatFault), ...warnings]);
  expect(lines.filter((line) => line.includes('work-00')).join()).toMatch(/bad <secret>.*old <secret>/);
});

test('a patch that is refused for a secret in it is kept from the judge', () => {
  const text = FILE.replace('{ env: { A: b } }', '{ env: { API_TOKEN: hunter22 } }');
  const parsed = parseClusterYaml(text, 'home.yaml');
  const asked: string[] = [];
  const judge: MachineJudge = (requests) => {
    asked.push(...requests.map((request) => JSON.stringify(request)));
    return requests.map(() => ({ faults: [], warnings: [] }));
  };
  judgeClusters([restOf(() => readCluster(parsed.spec, { source: parsed.source }))], judge);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((request) => request.includes('hunter22'))).toEqual([]);
});

/** The cluster beside the fault for which it is refused. */
function restOf(read: () => ReadCluster): ReadCluster {
  try {
    return read();
  } catch (error) {
    if (error instanceof RefusedClusterError && error.rest !== undefined) return error.rest;
    throw error;
  }
}
