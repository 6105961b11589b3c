import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JudgeRequest } from '../../src/machine-config/machine-judge';
import { ClusterFilesError, judgedClusters } from '../../src/app/cluster-files';
import { findJudge, type TalosJudge } from '../../src/app/talos-judge';
import { projectRoot, TemporaryProject } from '../support/project';
import { describeWithJudge } from '../support/tofu';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'judge-'));
  process.env.CDKTF_PROXMOX_TALOS_CACHE = join(directory, 'cache');
});

afterEach(() => {
  delete process.env.CDKTF_PROXMOX_TALOS_CACHE;
  rmSync(directory, { recursive: true });
});

const request = (changes: Partial<JudgeRequest> = {}): JudgeRequest => ({
  name: 'machine-0',
  clusterName: 'lab',
  clusterEndpoint: 'https://10.0.0.10:6443',
  contract: 'v1.12',
  kubernetesVersion: 'v1.34.1',
  machineType: 'worker',
  mode: 'cloud',
  configPatches: [],
  placesIn: [],
  ...changes,
});

/** A package that answers as it is told and writes down how often it is asked. */
function fakePackage(identity: string, answers: string): void {
  const folder = join(directory, 'node_modules', 'cdktf-proxmox-talos-judge');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'index.js'),
    `const { appendFileSync } = require('node:fs');
class JudgeMissing extends Error {}
class JudgeFailed extends Error { reason = 'ended with SIGKILL'; }
module.exports = {
  JudgeMissing,
  judgeIdentity: () => { ${identity} },
  JudgeFailed,
  judgeMachineConfigurations: (requests) => {
    appendFileSync(${JSON.stringify(join(directory, 'asked'))}, requests.length + ' ');
    return ${answers};
  },
};
`,
  );
}

function judgeOf({ ask, unchecked }: TalosJudge) {
  if (ask === undefined) throw new Error(unchecked);
  return ask;
}

const IDENTITY = "return { digest: 'a'.repeat(64), talosVersion: 'v1.13.9' }";
const NOT_CHECKED = "not checked: what only Talos' own library finds in machine configurations; ";

/** How many configurations it was asked about, each time. */
function asked(): readonly string[] {
  const file = join(directory, 'asked');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
}

describe('a judge', () => {
  test('is asked once what it finds nothing wrong with, and keeps what it warns of', () => {
    fakePackage(IDENTITY, "requests.map(() => ({ warnings: ['old'] }))");
    const ask = () => judgeOf(findJudge(directory))([request(), request({ contract: 'v1.13' })]);
    expect(ask()).toEqual([{ warnings: ['old'] }, { warnings: ['old'] }]);
    expect(ask()).toEqual([{ warnings: ['old'] }, { warnings: ['old'] }]);
    expect(judgeOf(findJudge(directory))([request({ machineType: 'controlplane' }), request()])).toHaveLength(2);
    expect(asked()).toEqual(['2', '1']);
  });

  test('is asked again what it refuses, and nothing of that is kept', () => {
    fakePackage(IDENTITY, "requests.map(() => ({ faults: [{ step: 'load', message: 'no' }] }))");
    const judge = judgeOf(findJudge(directory));
    expect([judge([request()]), judge([request()])]).toEqual([
      [{ faults: [{ step: 'load', message: 'no' }] }],
      [{ faults: [{ step: 'load', message: 'no' }] }],
    ]);
    expect(asked()).toEqual(['1', '1']);
    expect(readdirSync(directory)).not.toContain('cache');
  });

  test('that is another one is asked again', () => {
    fakePackage('return { digest: process.env.FAKE_DIGEST }', 'requests.map(() => ({}))');
    for (const digest of ['a', 'b']) {
      process.env.FAKE_DIGEST = digest.repeat(64);
      judgeOf(findJudge(directory))([request()]);
    }
    delete process.env.FAKE_DIGEST;
    expect(asked()).toEqual(['1', '1']);
  });

  test('that was not built is said to be missing', () => {
    fakePackage('throw new JudgeMissing()', '[]');
    const { ask, unchecked } = findJudge(directory);
    expect([ask, unchecked]).toEqual([undefined, `${NOT_CHECKED}"npm run toolchain" builds it, with Go 1.26`]);
  });

  test.each([
    ['is killed', "(() => { throw new JudgeFailed('it was asked about secret') })()", 'ended with SIGKILL'],
    ['fails itself', "(() => { throw new TypeError('secret') })()", 'failed with TypeError'],
    ['throws nothing', '(() => { throw undefined })()', 'failed with an error'],
    ['answers nonsense', "'secret'", 'gave answers that are not understood'],
    ['answers too little', '[]', 'gave answers that are not understood'],
    ['answers with words', "['secret']", 'gave answers that are not understood'],
    ['has another form of faults', "[{ faults: ['secret'] }]", 'gave answers that are not understood'],
    ['has another form of warnings', '[{ warnings: [1] }]', 'gave answers that are not understood'],
  ])('that %s says nothing, and the run goes on', (_, answers, reason) => {
    fakePackage(IDENTITY, answers);
    const judge = findJudge(directory);
    expect(judge.unchecked).toBeUndefined();
    expect(judgeOf(judge)([request()])).toEqual([{}]);
    expect(judge.unchecked).toBe(`${NOT_CHECKED}Talos' judge ${reason}`);
    expect(readdirSync(directory)).not.toContain('cache');
  });

  test('that cannot be loaded is reported like one that fails', () => {
    fakePackage(IDENTITY, '}');
    const { ask, unchecked } = findJudge(directory);
    expect([ask, unchecked]).toEqual([undefined, `${NOT_CHECKED}Talos' judge failed with SyntaxError`]);
  });

  test('that does not say which it is, is reported like one that fails', () => {
    fakePackage('return JSON.parse("")', '[]');
    const { ask, unchecked } = findJudge(directory);
    expect([ask, unchecked]).toEqual([undefined, `${NOT_CHECKED}Talos' judge failed with SyntaxError`]);
  });

  test('has to be there in CI', () => {
    fakePackage('throw new JudgeMissing()', '[]');
    const judge = findJudge(directory);
    expect(['true', '1', '', 'false', undefined].map((CI) => judge.faultInCi({ CI }) !== undefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(judge.faultInCi({ CI: 'true' })).toMatch(/Go 1\.26; in CI, where CI is set, it must be checked$/);
  });
});

test('a synth whose answers are known starts nothing', () => {
  fakePackage(IDENTITY, 'process.env.FAKE_FAILS ? (() => { throw new JudgeFailed(); })() : requests.map(() => ({}))');
  const describing = () => {
    const judge = findJudge(directory);
    return { clusters: judgedClusters({ projectDirectory: projectRoot }, judge.ask), judge };
  };
  expect(describing().clusters.length).toBeGreaterThan(3);
  process.env.FAKE_FAILS = 'yes';
  try {
    expect(describing().judge.unchecked).toBeUndefined();
    expect(asked()).toHaveLength(1);
  } finally {
    delete process.env.FAKE_FAILS;
  }
});

test('what the judge says of a cluster file stands among its other faults', () => {
  const project = new TemporaryProject();
  try {
    mkdirSync(project.path('stacks/clusters'), { recursive: true });
    writeFileSync(
      project.path('stacks/clusters/lab.yaml'),
      `name: lab
talos: { version: v1.13.9, contract: v1.13 }
kubernetes: { version: v1.36.3 }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
patches:
  - machine: { sysctls: { a: "1" } }
nodes:
  ctrl-00: { machineType: controlplane, address: 10.9.0.11, installDisk: /dev/sda }
state: { encryption: 'on' }
`,
    );
    const place = { document: 0, path: ['machine', 'sysctls', 'a'] };
    const describing = () =>
      judgedClusters({ projectDirectory: project.root }, (requests) =>
        requests.map(({ configPatches }) => ({
          faults: [{ step: 'validate', message: 'no', place: { ...place, patch: configPatches.length - 1 } }],
        })),
      );
    expect(describing).toThrow(
      /^\S*stacks\/clusters\/lab\.yaml:6:\d+ patches\[0\]\.machine\.sysctls\.a: ctrl-00 would refuse this: no\n\S*stacks\/clusters\/lab\.yaml:8:\d+ nodes\.ctrl-00\.address: [^\n]*$/,
    );
  } finally {
    project.remove();
  }
});

describeWithJudge("with Talos' judge", () => {
  test('G-44 b05 a cluster file is refused with what Talos says, and with the place', () => {
    const project = new TemporaryProject();
    try {
      mkdirSync(project.path('stacks/clusters'), { recursive: true });
      writeFileSync(
        project.path('stacks/clusters/b05.yaml'),
        `name: b05
talos: { version: v1.13.9, contract: v1.13 }
kubernetes: { version: v1.36.3 }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
patches:
  - machine: { install: { extraKernelArgs: [console=ttyS0] } }
nodes:
  ctrl-00: { machineType: controlplane, address: 10.0.0.11, installDisk: /dev/sda }
  work-00: { machineType: worker, address: 10.0.0.21, installDisk: /dev/sda }
state: { encryption: 'on' }
`,
      );
      const describing = () => judgedClusters({ projectDirectory: project.root }, findJudge(projectRoot).ask);
      expect(describing).toThrow(ClusterFilesError);
      expect(describing).toThrow(
        'stacks/clusters/b05.yaml:6:45 patches[0].machine.install.extraKernelArgs[0]: ctrl-00, work-00 would refuse this: ' +
          "install.extraKernelArgs and install.grubUseUKICmdline can't be used together",
      );
    } finally {
      project.remove();
    }
  });

  test('the examples are judged well', () => {
    const clusters = judgedClusters({ projectDirectory: projectRoot }, findJudge(projectRoot).ask);
    expect(clusters.map(({ model }) => [model.name, model.warnings])).toEqual(
      clusters.map(({ model }) => [model.name, []]),
    );
  });
});
