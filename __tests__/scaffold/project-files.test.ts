import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseClusterYaml } from '../../src/cluster-file';
import { parseClusterSpec } from '../../src/model/parse-cluster-spec';
import { faultsOfAnswers } from '../../src/scaffold/cluster-spec';
import { clusterFileData, projectFiles } from '../../src/scaffold/project-files';
import type { Answers } from '../../src/scaffold/questions';
import { codeBlocks } from '../support/code-blocks';
import { projectRoot } from '../support/project';
import { adviceOf, faultsOf } from '../support/small-spec';
import { answersOf } from './answers';

function filesOf(given: Answers = {}): ReadonlyMap<string, string> {
  return projectFiles(answersOf(given));
}

function textOf(path: string, given: Answers = {}): string {
  const text = filesOf(given).get(path);
  if (text === undefined) throw new Error(`no ${path}`);
  return text;
}

function ownFile(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

const FILES = [
  'stacks/clusters/home.yaml',
  'main.js',
  'cdktf.json',
  'package.json',
  'test/clusters.test.js',
  'README.md',
  '.gitignore',
  '.env.example',
  'mise.toml',
  '.devcontainer/devcontainer.json',
  'renovate.json',
  '.vscode/settings.json',
  '.github/workflows/check.yml',
];

const BUCKET = { stateBucket: 'states', stateEndpoint: 'https://s3.example' };

test('the files of a project', () => {
  expect([...filesOf().keys()]).toEqual(FILES);
});

test('a plan in CI needs the state, so it is there only where the state is in a bucket', () => {
  const workflows = ['plan', 'apply', 'drift'].map((name) => `.github/workflows/${name}.yml`);
  expect([...filesOf(BUCKET).keys()]).toEqual([...FILES, ...workflows]);
});

const EVERY_CHOICE: readonly Answers[] = [
  {},
  { controlPlanes: '1', workers: '0', vip: 'none', size: 'large' },
  { platform: 'bare-metal', cni: 'cilium', workers: '0' },
  { controlPlanes: '5', hosts: 'a,b', cni: 'cilium', firstVmId: '200', size: 'medium' },
  { flux: 'ssh://git@github.com/o/n.git', subnet: 'fd00:1::/64', gateway: 'fe80::1' },
  { flux: 'https://github.com/o/n.git', ...BUCKET },
  { stateBucket: 'states', stateRegion: 'eu-central-1' },
  { secrets: 'sops' },
  { secrets: 'sops', ...BUCKET },
];

describe.each(EVERY_CHOICE)('%j', (given) => {
  test('is a cluster without a fault, a warning or advice', () => {
    expect(faultsOfAnswers(answersOf(given), clusterFileData)).toEqual([]);
    const { spec, source } = parseClusterYaml(textOf('stacks/clusters/home.yaml', given), 'home.yaml');
    expect(faultsOf(spec, { source })).toEqual([]);
    expect(adviceOf(spec, { source })).toEqual([]);
    expect(parseClusterSpec(spec, { source }).warnings).toEqual([]);
  });

  test('fills every place, and leaves no two empty lines', () => {
    const all = [...filesOf(given).values()];
    expect(all.filter((text) => /(?<!\w)@[a-zA-Z]+@|\n\n\n|: undefined|'undefined/.test(text))).toEqual([]);
  });
});

test('the state is encrypted, and every variable has a place to be set', () => {
  const data = clusterFileData(answersOf({ flux: 'https://github.com/o/n.git', ...BUCKET }));
  expect(data).toMatchObject({ state: { encryption: 'on' } });
  const example = textOf('.env.example', { flux: 'https://github.com/o/n.git', ...BUCKET });
  expect(example.match(/^\w+/gm)).toEqual([
    'TF_VAR_proxmox_main_api_token',
    'TF_VAR_state_passphrase',
    'TF_VAR_flux_git_token',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
  ]);
});

test('values that look like YAML, templates or patterns are text', () => {
  const hostile = { diskDatastore: 'a: b, {c} #d', bridge: '@name@ $&', installDisk: 'yes', url: "'https://x'" };
  const data = clusterFileData(answersOf(hostile)) as {
    readonly proxmox: { readonly endpoints: { readonly main: object } };
  };
  expect(data.proxmox.endpoints.main).toEqual({
    url: hostile.url,
    hosts: {
      pve1: { imageDatastoreId: 'local', diskDatastoreId: hostile.diskDatastore, networkBridge: hostile.bridge },
    },
  });
});

describe('versions', () => {
  const { spec: example } = parseClusterYaml(ownFile('stacks/clusters/home.yaml'), 'home.yaml') as {
    readonly spec: { readonly talos: { readonly version: string }; readonly kubernetes: { readonly version: string } };
  };
  const packageJson = JSON.parse(ownFile('package.json')) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };

  test('of the frameworks are those that this project is tested with', () => {
    const { cdktf, constructs } = packageJson.devDependencies;
    const { version: judge } = JSON.parse(ownFile('judge/package.json')) as { readonly version: string };
    expect(JSON.parse(textOf('package.json'))).toMatchObject({
      name: 'home',
      dependencies: {
        cdktf,
        constructs,
        'cdktf-proxmox-talos': packageJson.version,
        'cdktf-proxmox-talos-judge': judge,
      },
    });
    expect(textOf('README.md')).toContain(`npx cdktf-cli@${cdktf} synth`);
  });

  test('of Talos and Kubernetes are those of the example, in the cluster file and for the programs', () => {
    expect(clusterFileData(answersOf())).toMatchObject({
      talos: { version: example.talos.version },
      kubernetes: { version: example.kubernetes.version },
    });
    const programs = textOf('mise.toml');
    expect(programs).toContain(`talosctl = "${example.talos.version.slice(1)}"`);
    expect(programs).toContain(`kubectl = "${example.kubernetes.version.slice(1)}"`);
  });

  test('of OpenTofu are the one that the toolchain builds', () => {
    const [, built = ''] = /opentofu\/opentofu v(\S+)/.exec(ownFile('simulator/tools/tofu/go.mod')) ?? [];
    expect(textOf('mise.toml')).toContain(`opentofu = "${built}"`);
  });

  test('of programs stand in mise.toml alone, where Renovate finds them', () => {
    for (const [path, text] of filesOf({ ...BUCKET, secrets: 'sops' })) {
      if (!path.startsWith('.github/')) continue;
      expect([path, /node-version|tofu_version|\d+\.\d+\.\d+/.exec(text)]).toEqual([path, null]);
    }
    expect(textOf('mise.toml', { secrets: 'sops' }).match(/^\w+(?= = ")/gm)).toEqual([
      'node',
      'opentofu',
      'talosctl',
      'kubectl',
      'age',
      'sops',
    ]);
  });

  test('in the cluster file are found by Renovate', () => {
    const { customManagers } = JSON.parse(textOf('renovate.json')) as {
      readonly customManagers: readonly [
        { readonly matchStrings: readonly [string]; readonly managerFilePatterns: readonly [string] },
      ];
    };
    const [{ matchStrings, managerFilePatterns }] = customManagers;
    expect('stacks/clusters/home.yaml').toMatch(new RegExp(managerFilePatterns[0].slice(1, -1)));
    const found = textOf('stacks/clusters/home.yaml', { cni: 'cilium' }).matchAll(new RegExp(matchStrings[0], 'g'));
    expect([...found].map(({ groups }) => groups?.depName)).toEqual([
      'siderolabs/talos',
      'kubernetes/kubernetes',
      'cilium/cilium',
    ]);
  });
});

test('the schema that editors use is in the package', () => {
  const cluster = textOf('stacks/clusters/home.yaml');
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(cluster) ?? [];
  expect(schema).toBe('../../node_modules/cdktf-proxmox-talos/lib/schemas/cluster.schema.json');
  expect(ownFile('lib/schemas/cluster.schema.json')).toBe(ownFile('schemas/cluster.schema.json'));
  expect(
    Object.keys((JSON.parse(textOf('.vscode/settings.json')) as Record<string, object>)['yaml.schemas'] ?? {}),
  ).toEqual([schema.replace('../..', '.')]);
});

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly env?: object; readonly steps: readonly { readonly run?: string }[] }>
  >;
}

test('workflows run what the project has', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  for (const name of ['check', 'plan', 'apply', 'drift']) {
    const { jobs } = parse(textOf(`.github/workflows/${name}.yml`, BUCKET)) as Workflow;
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run));
    const called = runs.flatMap((run) => [...run.matchAll(/npm (?:run )?(\w+)/g)].map(([, script = '']) => script));
    expect(called.filter((script) => script !== 'ci' && scripts[script] === undefined)).toEqual([]);
    expect(called).toContain('ci');
  }
  const { jobs } = parse(textOf('.github/workflows/plan.yml', BUCKET)) as Workflow;
  expect(jobs.plan?.env).toMatchObject({
    TF_VAR_proxmox_main_api_token: '${{ secrets.PROXMOX_MAIN_API_TOKEN }}',
    AWS_ACCESS_KEY_ID: '${{ secrets.AWS_ACCESS_KEY_ID }}',
  });
});

test('secrets and what synth writes stay out of Git', () => {
  expect(textOf('.gitignore').split('\n')).toEqual(
    expect.arrayContaining([
      '/.env',
      '/age.key',
      '/cdktf.out/',
      '/state/',
      '/kubeconfig',
      '/talosconfig',
      'node_modules/',
    ]),
  );
});

test('the docs show the cluster file as it is written', () => {
  const blocks = codeBlocks('docs/getting-started.md').map(({ code }) => code);
  expect(blocks).toContain(textOf('stacks/clusters/home.yaml', DOCUMENTED));
});

/** The options in the docs. */
const DOCUMENTED = { url: 'https://pve1.example.com:8006', hosts: 'pve1,pve2,pve3' };
