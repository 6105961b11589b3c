import { secretMark } from '../../src/values/secret-reference';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseClusterSpec } from '../../src/model';
import { parseClusterYaml } from '../../src/cluster-file';
import { type Changes, changedSpec, faultsOf, smallSpec } from '../support/small-spec';

const directory = `${__dirname}/files`;

function faultsWith(changes: Changes): readonly string[] {
  return faultsOf(changedSpec(changes), { directory });
}

test('patches are those of the cluster, of each machine type and of each machine, in their order', () => {
  const { cluster, nodes } = parseClusterSpec(
    changedSpec({
      patches: ['patch.yaml', { machine: { sysctls: { a: '1' } } }],
      'nodeDefaults.controlplane.patches': [{ machine: { sysctls: { b: '1' } } }],
      'nodeDefaults.worker.patches': ['patch.yaml'],
      'nodes.work-00.patches': [{ machine: { sysctls: { c: '1' } } }],
    }),
    { directory },
  );
  expect(cluster.configPatches).toEqual([
    { origin: 'patch.yaml', content: 'machine:\n  sysctls:\n    vm.swappiness: "0"\n' },
    { origin: 'patches[1]', content: { machine: { sysctls: { a: '1' } } } },
  ]);
  expect(cluster.controlPlanePatches).toEqual([
    {
      origin: 'nodeDefaults.controlplane.patches[0]',
      content: { machine: { sysctls: { b: '1' } } },
    },
  ]);
  expect(cluster.workerPatches).toEqual([cluster.configPatches?.[0]]);
  expect(nodes.map(({ machine }) => machine.configPatches)).toEqual([
    undefined,
    [{ origin: 'nodes.work-00.patches[0]', content: { machine: { sysctls: { c: '1' } } } }],
  ]);
});

test('a reference to the environment in a patch is left to Talos', () => {
  const patch = { machine: { env: { PROXY: '${env.PROXY}' } } };
  expect(parseClusterSpec(changedSpec({ patches: [patch] })).cluster.configPatches?.[0]?.content).toEqual(patch);
});

test('fails for a field that Talos does not know, with its place in the file of the patch', () => {
  expect(faultsWith({ patches: ['bad-patch.yaml'] })).toEqual([
    'bad-patch.yaml:3:3 machine.sysctl: the configuration of Talos v1.13 has no field "sysctl" here; did you mean "sysctls"?',
  ]);
});

test('fails for a field in the second document of a file', () => {
  expect(faultsWith({ patches: ['bad-documents.yaml'] })).toEqual([
    'bad-documents.yaml:7:1 [1].hostnme: the configuration of Talos v1.13 has no field "hostnme" here; did you mean "hostname"?',
  ]);
});

test('fails for a field in a patch of the cluster file, with its place there', () => {
  const { spec, source } = parseClusterYaml(
    JSON.stringify(changedSpec({ 'nodes.work-00.patches': [{ machine: { sysctl: {} } }] }), undefined, 2),
    'home.yaml',
  );
  expect(faultsOf(spec, { source })).toEqual([
    expect.stringMatching(
      /^home\.yaml:\d+:13 nodes\.work-00\.patches\[0\]\.machine\.sysctl: the configuration of Talos v1\.13 has no field "sysctl" here; did you mean "sysctls"\?$/,
    ),
  ]);
});

test('a file that many machines name is at fault once', () => {
  const patches = ['bad-patch.yaml'];
  expect(faultsWith({ 'nodes.ctrl-00.patches': patches, 'nodes.work-00.patches': patches })).toHaveLength(1);
});

test('fails for a patch and for something else at once', () => {
  expect(faultsWith({ patches: ['bad-patch.yaml'], 'network.vip': '10.0.9.9' })).toEqual([
    'network.vip: got "10.0.9.9"; write an address of network.subnet, 10.0.0.0/24',
    'bad-patch.yaml:3:3 machine.sysctl: the configuration of Talos v1.13 has no field "sysctl" here; did you mean "sysctls"?',
  ]);
});

test('fails for what only the generated configuration shows', () => {
  expect(faultsWith({ patches: [{ machine: { network: { hostname: 'other' } } }] })).toEqual([
    expect.stringMatching(/^patches\[0\]: /),
  ]);
});

test('patches are not looked at for a contract that nothing is known of', () => {
  expect(faultsWith({ 'talos.contract': 'v1.99', 'talos.version': 'v1.99.0', patches: ['bad-patch.yaml'] })).toEqual([
    'talos.contract: got "v1.99"; this release of cdktf-proxmox-talos writes v1.9 to v1.14; write one of these; the machines may run a newer Talos',
  ]);
});

test.each(['', 'machine', '- op: add\n'])('fails for a file with %j, which is no patch', (content) => {
  const file = { '': 'empty-patch.yaml', machine: 'word-patch.yaml', '- op: add\n': 'list.yaml' }[content] ?? '';
  const lines = faultsWith({ patches: [file] });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(new RegExp(`^${file}[: ]`));
});

test('a patch of a wrong form does not hide what is wrong with the others', () => {
  expect(faultsWith({ patches: [{ machine: { sysctl: {} } }, 5, { machine: { sysctls: 'none' } }] })).toEqual([
    'patches[1]: got 5; write the path of a file of the project or keys and values',
    'patches[0].machine.sysctl: the configuration of Talos v1.13 has no field "sysctl" here; did you mean "sysctls"?',
    'patches[2].machine.sysctls: must be a map; got "none"',
  ]);
});

test('fails for keys and values that stand as text', () => {
  expect(faultsWith({ patches: ['machine:\n  sysctls: {}\n'] })).toEqual([
    'patches[0]: got "machine:\\n  sysctls: {}\\n"; write keys and values here instead of text, or the path of a file of the project',
  ]);
});

describe('secrets that are written out', () => {
  const clear =
    'a patch stands readable in the files of the stack; write { secret: <name> } here, and the name under secrets of the cluster file';
  const registries = { config: { 'ghcr.io': { auth: { username: 'me', password: 'hunter2' } } } };

  test('are refused at their place in the cluster file, and never repeated', () => {
    const spec = changedSpec({
      patches: [{ machine: { registries } }],
      'nodes.work-00.patches': [
        {
          apiVersion: 'v1alpha1',
          kind: 'ExtensionServiceConfig',
          name: 'tailscale',
          environment: ['TS_AUTHKEY=hunter2', 'TS_ROUTES=10.0.0.0/24'],
        },
      ],
    });
    const { source } = parseClusterYaml(JSON.stringify(spec, undefined, 2), 'home.yaml');
    expect(faultsOf(spec, { source })).toEqual([
      expect.stringMatching(
        /^home\.yaml:\d+:\d+ nodes\.work-00\.patches\[0\]\.environment\[0\]: .* write the variable under machine\.extensionServices/,
      ),
      expect.stringMatching(
        new RegExp(
          `^home\\.yaml:\\d+:\\d+ patches\\[0\\]\\.machine\\.registries\\.config\\.ghcr\\.io\\.auth\\.password: ${clear}$`,
        ),
      ),
    ]);
    expect(faultsOf(spec, { source }).join()).not.toContain('hunter2');
  });

  test('are refused at their place in a file', () => {
    const project = mkdtempSync(join(tmpdir(), 'secrets-'));
    writeFileSync(
      join(project, 'wg.yaml'),
      'apiVersion: v1alpha1\nkind: WireguardConfig\nname: wg0\nprivateKey: hunter2\n',
    );
    const told = faultsOf(changedSpec({ patches: ['wg.yaml'] }), { directory: project });
    rmSync(project, { recursive: true });
    expect(told).toEqual([`wg.yaml:4:13 privateKey: ${clear}`]);
  });

  test('are named in a file instead, whose other text stays as it is', () => {
    const project = mkdtempSync(join(tmpdir(), 'secrets-'));
    const text =
      'apiVersion: v1alpha1\nkind: WireguardConfig\nname: wg0\nprivateKey: { secret: wg } # mine\nlistenPort: 0xC8\n';
    writeFileSync(join(project, 'wg.yaml'), text);
    const { cluster } = parseClusterSpec(changedSpec({ secrets: { wg: {} }, patches: ['wg.yaml'] }), {
      directory: project,
    });
    rmSync(project, { recursive: true });
    expect(cluster.configPatches?.[0]?.content).toBe(text.replace('{ secret: wg }', JSON.stringify(secretMark('wg'))));
  });

  test('are refused where the stack makes them', () => {
    expect(faultsWith({ patches: [{ machine: { token: 'hunter2' } }] })).toEqual([
      'patches[0].machine.token: the stack makes the secrets of the cluster, and a patch stands readable in its files; leave it out',
    ]);
  });
});

test('h16 a file reaches Talos as it is, with its byte order mark and its line breaks', () => {
  const project = mkdtempSync(join(tmpdir(), 'patch-'));
  const text = '\uFEFF# a\r\nmachine:\r\n  sysctls: { a: "1" }\r\n';
  writeFileSync(join(project, 'patch.yaml'), text);
  const { cluster } = parseClusterSpec(changedSpec({ patches: ['patch.yaml'] }), { directory: project });
  rmSync(project, { recursive: true });
  expect(cluster.configPatches?.[0]?.content).toBe(text);
});

describe('the scalars of a patch in the cluster file', () => {
  /** Content that Talos gets of a patch that stands in a YAML file among the others. */
  function contentOf(patch: string): unknown {
    const yaml = JSON.stringify(smallSpec()).replace(/}$/, `, patches: [${patch}] }`);
    const { spec, source } = parseClusterYaml(yaml, 'home.yaml');
    return parseClusterSpec(spec, { source, environment: {} }).cluster.configPatches?.[0]?.content;
  }

  test.each([
    [
      'b07 an octal number',
      '{ machine: { files: [{ path: /a, permissions: 0644, op: create, content: a }] } }',
      '0644',
    ],
    ['b08 zeros at the end', '{ machine: { nodeAnnotations: { a: 1.10 } } }', '1.10'],
    ['b08 zeros in front', '{ machine: { nodeAnnotations: { a: 0012345 } } }', '0012345'],
    ['b08 hexadecimal digits', '{ machine: { nodeAnnotations: { a: 0x10 } } }', '0x10'],
    ['b08 a truth value', '{ machine: { nodeAnnotations: { a: True } } }', 'True'],
    ['b08 twenty digits', '{ machine: { nodeAnnotations: { a: 12345678901234567890 } } }', '12345678901234567890'],
    ['b08 an exponent', '{ machine: { nodeAnnotations: { a: 1234e5 } } }', '1234e5'],
    ['a number for Talos only', '{ machine: { nodeAnnotations: { a: 1_000 } } }', '1_000'],
    ['a date', '{ machine: { nodeAnnotations: { a: 2026-01-31 } } }', '2026-01-31'],
  ])('%s reaches Talos as it is written', (_title, patch, scalar) => {
    const content = contentOf(patch);
    expect(content).toEqual(expect.stringMatching(new RegExp(`^\\{"machine":.*:${scalar}[,}]`)));
    expect(parse(String(content), { version: '1.1' })).toEqual(parse(patch, { version: '1.1' }));
  });

  test.each([
    '{ machine: { nodeAnnotations: { a: "0x10", b: yes, c: 10, d: 1.5, e: ~ } } }',
    '{ machine: { install: { wipe: true } } }',
  ])('%s is data, as JSON says the same', (patch) => {
    expect(contentOf(patch)).toEqual(parse(patch));
  });

  test('b27 a merge key merges the keys of another map', () => {
    const patch = '{ machine: { sysctls: &s { vm.swappiness: "1" }, sysfs: { <<: *s } } }';
    expect(contentOf(patch)).toEqual({
      machine: { sysctls: { 'vm.swappiness': '1' }, sysfs: { 'vm.swappiness': '1' } },
    });
  });

  test('a fault beside them has its place in the cluster file', () => {
    expect(() => contentOf('{ machine: { nodeAnnotations: { a: 0x10 }, sysctl: {} } }')).toThrow(
      /^home\.yaml:1:\d+ patches\[0\]\.machine\.sysctl: the configuration of Talos v1\.13 has no field "sysctl" here/,
    );
  });
});
