import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JudgeRequest } from '../../src/machine-config/machine-judge';
import { ClusterFilesError, describeClusters } from '../../src/app/cluster-files';
import { type FoundJudge, findJudge } from '../../src/app/talos-judge';
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
module.exports = {
  JudgeMissing,
  judgeIdentity: () => { ${identity} },
  judgeMachineConfigurations: (requests) => {
    appendFileSync(${JSON.stringify(join(directory, 'asked'))}, requests.length + ' ');
    return ${answers};
  },
};
`,
  );
}

function judgeOf(found: FoundJudge) {
  if ('missing' in found) throw new Error(found.missing);
  return found.judge;
}

/** How many configurations it was asked about, each time. */
function asked(): readonly string[] {
  const file = join(directory, 'asked');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
}

describe('a judge', () => {
  test('is asked once what it finds nothing wrong with, and keeps what it warns of', () => {
    fakePackage("return { digest: 'a'.repeat(64) }", "requests.map(() => ({ warnings: ['old'] }))");
    const ask = () => judgeOf(findJudge(directory))([request(), request({ contract: 'v1.13' })]);
    expect(ask()).toEqual([{ warnings: ['old'] }, { warnings: ['old'] }]);
    expect(ask()).toEqual([{ warnings: ['old'] }, { warnings: ['old'] }]);
    expect(judgeOf(findJudge(directory))([request({ machineType: 'controlplane' }), request()])).toHaveLength(2);
    expect(asked()).toEqual(['2', '1']);
  });

  test('is asked again what it refuses, and nothing of that is kept', () => {
    fakePackage(
      "return { digest: 'a'.repeat(64) }",
      "requests.map(() => ({ faults: [{ step: 'load', message: 'no' }] }))",
    );
    const judge = judgeOf(findJudge(directory));
    expect([judge([request()]), judge([request()])]).toEqual([
      [{ faults: [{ step: 'load', message: 'no' }] }],
      [{ faults: [{ step: 'load', message: 'no' }] }],
    ]);
    expect(asked()).toEqual(['1', '1']);
    expect(readdirSync(directory)).not.toContain('cache');
  });

  test('that is another one is asked anew', () => {
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
    expect(findJudge(directory)).toEqual({
      missing:
        'not checked: what only Talos\' own library finds in machine configurations; "npm run toolchain" builds it, with Go 1.26',
    });
  });
});

describeWithJudge("with Talos' judge", () => {
  test('b05 a cluster file is refused with what Talos says, and with the place', () => {
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
      const describing = () =>
        describeClusters({ projectDirectory: project.root, names: [], ...findJudge(projectRoot) });
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
    const clusters = describeClusters({ projectDirectory: projectRoot, names: [], ...findJudge(projectRoot) });
    expect(clusters.map(({ model }) => [model.name, model.warnings])).toEqual(
      clusters.map(({ model }) => [model.name, []]),
    );
  });
});
