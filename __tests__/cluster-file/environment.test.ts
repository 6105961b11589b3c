import { runInNewContext } from 'node:vm';
import { resolveEnvironment } from '../../src/cluster-file/environment';
import { schemaPlaces } from '../support/schema-places';
import { changedSpec, faultsOf } from '../support/small-spec';

const environment = { PVE_HOST: 'pve1', SUBNET: '10.0.0', EMPTY: '' };

test('a reference is replaced, also inside a text and more than once', () => {
  const { spec, faults } = resolveEnvironment(
    {
      url: 'https://${env.PVE_HOST}.example:8006',
      list: ['${env.SUBNET}.1-${env.SUBNET}.9', 1],
      empty: '${env.EMPTY}',
    },
    environment,
  );
  expect(spec).toEqual({ url: 'https://pve1.example:8006', list: ['10.0.0.1-10.0.0.9', 1], empty: '' });
  expect(faults).toEqual([]);
});

test('a value is not looked into again', () => {
  const { spec, faults } = resolveEnvironment('${env.A}', { A: '${env.B}', B: 'b' });
  expect(spec).toBe('${env.B}');
  expect(faults).toEqual([
    { path: [], message: 'got "${env.B}"; OpenTofu would read ${ as an expression, leave it out' },
  ]);
});

test('the spec itself stays as it is', () => {
  const spec = Object.freeze({ network: Object.freeze({ vip: '${env.SUBNET}.10' }) });
  expect(resolveEnvironment(spec, environment).spec).toEqual({ network: { vip: '10.0.0.10' } });
  expect(spec.network.vip).toBe('${env.SUBNET}.10');
});

test('patches, manifests and values of charts are taken as they are', () => {
  const spec = {
    patches: [{ machine: { env: { A: '${env.A}' } } }],
    nodeDefaults: { worker: { patches: ['${env.A}'] } },
    nodes: { a: { patches: ['${env.A}'] } },
    kubernetes: {
      cni: { cilium: { values: { a: '${env.A}' } } },
      inlineManifests: [{ name: 'a', contents: 'a: ${env.A}' }],
    },
  };
  expect(resolveEnvironment(spec, {})).toMatchObject({ spec, faults: [] });
});

test('a reference in patches, manifests and values of charts is reported, as nothing replaces it', () => {
  const spec = {
    patches: [{ machine: { env: { A: 'a', B: 'b ${env.A} ${env.B}' }, certSANs: ['${env.C}'] } }],
    nodes: { a: { description: '${env.PVE_HOST}', patches: [{ debug: '${env.D}' }] } },
    kubernetes: {
      cni: { cilium: { values: { a: { b: '${env.E}' } } } },
      inlineManifests: [{ name: 'a', contents: 'a: ${env.F}' }],
    },
  };
  const said = (path: readonly (string | number)[], name: string) => ({
    path,
    message: `holds \${env.${name}}, which nothing replaces here: variables of the environment are put into the other texts of the cluster file only; write the value itself`,
  });
  const { faults, unreplaced } = resolveEnvironment(spec, environment);
  expect(faults).toEqual([]);
  expect(unreplaced).toEqual([
    said(['patches', 0, 'machine', 'env', 'B'], 'A'),
    said(['patches', 0, 'machine', 'env', 'B'], 'B'),
    said(['patches', 0, 'machine', 'certSANs', 0], 'C'),
    said(['nodes', 'a', 'patches', 0, 'debug'], 'D'),
    said(['kubernetes', 'cni', 'cilium', 'values', 'a', 'b'], 'E'),
    said(['kubernetes', 'inlineManifests', 0, 'contents'], 'F'),
  ]);
});

test.each(['${environment}', '${env}', '${env.}', '$env.A', '${ENV.A}'])('%s in a patch is any text', (text) => {
  expect(resolveEnvironment({ patches: [{ machine: { env: { A: text } } }] }, {}).unreplaced).toEqual([]);
});

test('a machine called patches is a machine', () => {
  const spec = { nodes: { patches: { description: '${env.PVE_HOST}' } } };
  expect(resolveEnvironment(spec, environment).spec).toEqual({ nodes: { patches: { description: 'pve1' } } });
});

test('fails for a variable that is not set', () => {
  expect(resolveEnvironment({ nodes: { a: { address: '${env.NODE_A}' } } }, {}).faults).toEqual([
    {
      path: ['nodes', 'a', 'address'],
      message: 'the environment variable NODE_A is not set; set it, or write the value itself',
    },
  ]);
});

test.each(['${env}', '${env.}', '${env.A-B}', '${env.1}'])('fails for %s, which names no variable', (text) => {
  expect(resolveEnvironment({ name: text }, { A: 'a' }).faults).toEqual([
    {
      path: ['name'],
      message: `got ${JSON.stringify(text)}; write \${env.NAME} with the name of an environment variable`,
    },
  ]);
});

describe('expressions of OpenTofu', () => {
  // free text
  const places = schemaPlaces(
    (schema) => schema.type === 'string' && schema.enum === undefined && schema.const === undefined,
  );
  const verbatim = /(^|\.)patches\.0$|inlineManifests\./;

  test('the schema has many places for texts', () => {
    expect(places.length).toBeGreaterThan(80);
  });

  test.each(places.filter((place) => !verbatim.test(place)))('are refused at %s', (place) => {
    const path = place.split('.').map((key) => (/^\d$/.test(key) ? Number(key) : key));
    for (const [text, sign] of [
      ['a ${var.b}', '${'],
      ['%{ if c }', '%{'],
    ]) {
      const bracketed = path.map((key) => `[${key}]`).join('');
      expect(resolveEnvironment(changedSpec({ [bracketed]: text }, {}), {}).faults).toEqual([
        { path, message: `got "${text}"; OpenTofu would read ${sign} as an expression, leave it out` },
      ]);
    }
  });

  test.each(places.filter((place) => verbatim.test(place)))('are taken at %s, where they are escaped', (place) => {
    const bracketed = place.replaceAll(/[^.]+/g, '[$&]').replaceAll('.', '');
    expect(resolveEnvironment(changedSpec({ [bracketed]: '${var.b}' }, {}), {}).faults).toEqual([]);
  });

  test('are refused in the value of a variable and in a key', () => {
    const spec = { machine: { sysctls: { '${a}': '1' }, nodeLabels: { tier: '${env.TIER}' } } };
    expect(resolveEnvironment(spec, { TIER: '%{b}' }).faults).toEqual([
      {
        path: ['machine', 'sysctls', '${a}'],
        part: 'key',
        message: 'got "${a}"; OpenTofu would read ${ as an expression, leave it out',
      },
      {
        path: ['machine', 'nodeLabels', 'tier'],
        message: 'got "%{b}"; OpenTofu would read %{ as an expression, leave it out',
      },
    ]);
  });

  test('a dollar and a percent sign alone are text', () => {
    const spec = { description: 'costs $5, 100% {sure}' };
    expect(resolveEnvironment(spec, {})).toEqual({ spec, faults: [], unreplaced: [] });
  });
});

describe('a literal that holds itself', () => {
  const endless: Record<string, unknown> = { machineType: 'worker' };
  endless.again = [endless];

  test('fails where it starts again', () => {
    expect(resolveEnvironment({ nodes: { a: endless } }, {})).toEqual({
      spec: { nodes: { a: { machineType: 'worker', again: [undefined] } } },
      faults: [{ path: ['nodes', 'a', 'again', 0], message: 'the value contains itself; write it out as plain data' }],
      unreplaced: [],
    });
  });

  test('fails in a patch too', () => {
    expect(resolveEnvironment({ patches: [endless] }, {}).faults).toEqual([
      { path: ['patches'], message: 'the value contains itself; write it out as plain data' },
    ]);
  });

  test('one value in two places is no such literal', () => {
    const labels = { tier: 'front' };
    const spec = { nodes: { a: { nodeLabels: labels }, b: { nodeLabels: labels } }, patches: [labels, labels] };
    expect(resolveEnvironment(spec, {})).toEqual({ spec, faults: [], unreplaced: [] });
  });
});

describe('b38 what is no plain data', () => {
  class Network {
    public readonly subnet = '10.0.0.0/24';
    public get vip(): string {
      return this.subnet.replace('0/24', '10');
    }
  }
  const plain = 'write plain data: keys and values, lists, text, numbers, true and false';

  test.each([
    ['Network', new Network()],
    ['Map', new Map([['a', {}]])],
    ['Set', new Set(['a'])],
    ['Promise', Promise.resolve({})],
    ['Date', new Date(0)],
    ['RegExp', /a/],
    ['Buffer', Buffer.from('a')],
    ['function', () => 'a'],
    ['symbol', Symbol('a')],
    ['bigint', 10n],
  ])('%s fails, as a value, in a list, in a patch and as the whole', (type, value) => {
    const message = `got a value of the type ${type}; ${plain}`;
    expect(resolveEnvironment({ network: value }, {})).toEqual({
      spec: { network: undefined },
      faults: [{ path: ['network'], message }],
      unreplaced: [],
    });
    expect(resolveEnvironment({ nodes: { a: { tags: ['b', value] } } }, {}).faults).toEqual([
      { path: ['nodes', 'a', 'tags', 1], message },
    ]);
    const inPatch = { patches: [{ machine: { sysctls: { a: [value], b: value } } }] };
    expect(resolveEnvironment(inPatch, {}).faults).toEqual([
      { path: ['patches', 0, 'machine', 'sysctls', 'a', 0], message },
      { path: ['patches', 0, 'machine', 'sysctls', 'b'], message },
    ]);
    expect(resolveEnvironment(value, {}).faults).toEqual([{ path: [], message }]);
  });

  test('fails once, with nothing said of what it would have held', () => {
    expect(faultsOf(changedSpec({ nodes: new Map([['ctrl-00', {}]]) }))).toEqual([
      `nodes: got a value of the type Map; ${plain}`,
    ]);
    expect(faultsOf(changedSpec({ network: new Network() }))).toEqual([
      `network: got a value of the type Network; ${plain}`,
    ]);
    expect(faultsOf(changedSpec({ patches: [new Map()] }))).toEqual([
      `patches[0]: got a value of the type Map; ${plain}`,
    ]);
    expect(faultsOf(Promise.resolve({}))).toEqual([`got a value of the type Promise; ${plain}`]);
  });

  test('objects without a prototype, or of another realm, are plain', () => {
    const bare = Object.create(null) as Record<string, unknown>;
    bare.a = 1;
    const spec = {
      network: bare,
      b: runInNewContext('({ c: [1] })') as unknown,
    };
    expect(resolveEnvironment(spec, {})).toEqual({
      spec: { network: { a: 1 }, b: { c: [1] } },
      faults: [],
      unreplaced: [],
    });
  });

  test('a getter of a literal is read', () => {
    const spec = {
      get name() {
        return 'home';
      },
    };
    expect(resolveEnvironment(spec, {})).toEqual({ spec: { name: 'home' }, faults: [], unreplaced: [] });
  });
});
