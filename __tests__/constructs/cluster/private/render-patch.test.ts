import { Fn, Lazy, type TerraformStack, TerraformOutput, TerraformVariable, Token } from 'cdktf';
import { parseAllDocuments } from 'yaml';
import { renderPatch } from '../../../../src/constructs/cluster/private/render-patch';
import { YamlText } from '../../../../src/manifests/yaml-text';
import { synth } from '../../../support/synth';
import { appliedOutputs, describeWithTofu } from '../../../support/tofu';

/** A secret as keys and certificates are: lines, and everything that some language reads as something else. */
const SECRET = 'first "line"\nsecond \\n $' + '{not} %{an} expression\n\tthird: é # end\n';

const LIST = ['a\nb', '"c"'];

/** Values that only OpenTofu knows. */
const VALUES = { secret: SECRET, list: LIST, map: { key: SECRET }, port: 6443, flag: true, key: 'a "key"' };

/** Variables of a stack. */
function variables(stack: TerraformStack) {
  const variable = (name: string, type: string) => new TerraformVariable(stack, name, { type });
  return {
    secret: variable('secret', 'string').stringValue,
    list: variable('list', 'list(string)').listValue,
    map: Token.asStringMap(variable('map', 'map(string)').value),
    port: variable('port', 'number').numberValue,
    flag: variable('flag', 'bool').booleanValue,
    key: variable('key', 'string').stringValue,
  };
}

type Patch = (late: ReturnType<typeof variables>) => Parameters<typeof renderPatch>[0];

/** The rendered patch, as it stands in the stack. */
function rendered(patch: Patch): string {
  const { json } = synth(
    (stack) => new TerraformOutput(stack, 'patch', { value: renderPatch(patch(variables(stack))) }),
  );
  return (JSON.parse(json) as { output: { patch: { value: string } } }).output.patch.value;
}

describe('renderPatch', () => {
  test('leaves text as it is, and makes JSON of data', () => {
    expect(rendered(() => 'a: ${b} # %{c}\n')).toBe('a: $${b} # %%{c}\n');
    expect(rendered(() => ({ a: '${b}', c: [1, true, null], d: undefined }))).toBe('{"a":"$${b}","c":[1,true,null]}');
  });

  test('writes what only OpenTofu knows as jsonencode, and all else as JSON', () => {
    expect(rendered(({ secret, port }) => ({ a: '${', b: secret, c: `x$${secret}y`, d: port, e: [1] }))).toBe(
      '{"a":"$${","b":${jsonencode(var.secret)},"c":${jsonencode("x\\u0024${var.secret}y")},"d":${jsonencode(var.port)},"e":[1]}',
    );
  });

  test('writes expressions with their braces, whatever stands before them', () => {
    expect(rendered(({ secret }) => ({ a: '${ {', b: `-${Token.asString(Fn.base64encode(secret))}-` }))).toBe(
      '{"a":"$${ {","b":${jsonencode("-${base64encode(var.secret)}-")}}',
    );
  });

  test('takes a value of the framework that is known by now for what it is', () => {
    const lazy = (value: string) => Lazy.stringValue({ produce: () => value });
    expect(rendered(({ secret }) => ({ a: lazy('b"c'), d: `${lazy('e')}-${lazy(`f${secret}`)}` }))).toBe(
      '{"a":"b\\"c","d":${jsonencode("e-f${var.secret}")}}',
    );
  });

  test('puts the items of a list where the item stands that the framework has for them', () => {
    const patch = ({ list, secret }: ReturnType<typeof variables>) => ({
      a: ['x', 'y', ...list, secret],
      b: list.map((address) => ({ address, port: 53, more: ['z', ...list] })),
    });
    expect(rendered(patch)).toBe(
      '{"a":${jsonencode(concat(["x", "y"], var.list, [var.secret]))},"b":${jsonencode([for item in var.list : {"address" = item, "port" = 53, "more" = concat(["z"], var.list)}])}}',
    );
  });
});

describeWithTofu('the real OpenTofu, of values that only it knows', () => {
  const manifest = (secret: string) => [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      stringData: { id_rsa: secret, text: `key: ${secret}` },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'b' },
      data: { 'values.yaml': new YamlText([{ secret }]) },
    },
  ];
  const outputs = appliedPatches({
    data: ({ secret, list, map, port, flag, key }) => ({
      '${b}': '%{c}',
      secret,
      text: `"${secret}" \\ \b\f %{y} \${x}$${secret}%`,
      list,
      items: ['a', secret, ...['b']],
      joined: ['${x}', ...list, { secret }],
      each: list.map((name) => ({ name, '%{k}': `<${secret}>$`, on: true, none: null, in: [1, ...list] })),
      map,
      port,
      flag,
      [key]: { [`${key}s`]: 'x' },
    }),
    text: ({ secret }) =>
      `machine:\n  files:\n    - content: |\n        [a]\n        key = ${secret}\n      permissions: 0o600\n    - content: "${secret}" # of a person\n---\napiVersion: v1alpha1\nkind: A\nb: ${secret}\n`,
    manifests: ({ secret }) => ({
      cluster: { inlineManifests: [{ name: 'a', contents: new YamlText(manifest(secret)) }] },
    }),
  });

  test('gets every value intact in data: in text, lists, maps and keys', async () => {
    expect(JSON.parse((await outputs()).data ?? '')).toEqual({
      '${b}': '%{c}',
      secret: SECRET,
      text: `"${SECRET}" \\ \b\f %{y} \${x}$${SECRET}%`,
      list: LIST,
      items: ['a', SECRET, 'b'],
      joined: ['${x}', ...LIST, { secret: SECRET }],
      each: LIST.map((name) => ({ name, '%{k}': `<${SECRET}>$`, on: true, none: null, in: [1, ...LIST] })),
      map: { key: SECRET },
      port: 6443,
      flag: true,
      'a "key"': { 'a "key"s': 'x' },
    });
  });

  test('gets every value intact in YAML text of a person', async () => {
    const documents = parseAllDocuments((await outputs()).text ?? '').map((document) => document.toJS() as unknown);
    expect(documents).toEqual([
      { machine: { files: [{ content: `[a]\nkey = ${SECRET}\n`, permissions: 0o600 }, { content: SECRET }] } },
      { apiVersion: 'v1alpha1', kind: 'A', b: SECRET },
    ]);
  });

  test('gets every value intact in the objects of an inline manifest, and in the text inside of these', async () => {
    const { cluster } = JSON.parse((await outputs()).manifests ?? '') as {
      cluster: { inlineManifests: { contents: string }[] };
    };
    const [secret, configMap] = parseAllDocuments(cluster.inlineManifests[0]?.contents ?? '').map(
      (document) => document.toJS() as Record<string, Record<string, string>>,
    );
    expect(secret).toHaveProperty('stringData', { id_rsa: SECRET, text: `key: ${SECRET}` });
    expect(JSON.parse(configMap?.data?.['values.yaml'] ?? '')).toEqual({ secret: SECRET });
  });
});

/** Patches as OpenTofu has them in the end; it is asked once for all tests. */
function appliedPatches(patches: Readonly<Record<string, Patch>>): () => Promise<Readonly<Record<string, string>>> {
  let outputs: Promise<Readonly<Record<string, string>>> | undefined;
  return () => (outputs ??= apply(patches));
}

async function apply(patches: Readonly<Record<string, Patch>>): Promise<Readonly<Record<string, string>>> {
  const { json } = synth((stack) => {
    const late = variables(stack);
    for (const [name, patch] of Object.entries(patches)) {
      new TerraformOutput(stack, name, { value: renderPatch(patch(late)) });
    }
  });
  const inputs = Object.entries(VALUES).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&'),
  ]);
  const outputs = await appliedOutputs(
    JSON.parse(json) as object,
    Object.fromEntries(inputs) as Record<string, string>,
  );
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, String(value)]));
}
