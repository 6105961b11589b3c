import {
  Fn,
  Lazy,
  LocalBackend,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
} from 'cdktf';
import { Construct } from 'constructs';
import { parseClusterSpec } from '../../src';
import { TerraformData } from '../../src/constructs/private/terraform-data';
import { ClusterStack } from '../../src/stack';
import { renderedOnce } from '../../src/stack/rendered-once';
import { EXAMPLES } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

interface Stack {
  readonly '//': { readonly metadata: { readonly overrides: { readonly stack: readonly string[] } } };
  readonly terraform: { readonly backend?: unknown };
}

/** A stack as it is rendered here and as the framework renders it. */
function renderings(stack: TerraformStack): readonly [ours: string, theirs: string] {
  const ours = stack instanceof ClusterStack ? stack.toTerraform() : renderedOnce(stack, {});
  return [sorted(ours), sorted(TerraformStack.prototype.toTerraform.call(stack))];
}

/** JSON whose keys are in the order of the alphabet, as the framework writes it. */
function sorted(value: unknown): string {
  const ordered = (_: string, entry: unknown): unknown =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([left], [right]) => (left < right ? -1 : 1)))
      : entry;
  return JSON.stringify(value, ordered, 2);
}

function clusterStack(name: keyof typeof EXAMPLES): ClusterStack {
  const model = parseClusterSpec(EXAMPLES[name], { directory: projectRoot });
  return new ClusterStack(Testing.app(), name, { model });
}

/** A stack with one resource that has a value as its input. */
function stackWith(input: unknown): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'values');
  new TerraformData(stack, 'data', { input: input as string });
  return stack;
}

describe('renderedOnce renders what the framework renders', () => {
  test.each(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[])('of the example %s', (name) => {
    const [ours, theirs] = renderings(clusterStack(name));
    expect(ours).toBe(theirs);
  });

  const stack = new TerraformStack(Testing.app(), 'known-later');
  const text = new TerraformVariable(stack, 'text', { type: 'string' });
  test.each([
    ['a text', text.stringValue],
    ['a text in a text', `a "${text.stringValue}" b`],
    ['a number', text.numberValue],
    ['a number in a text', `n = ${text.numberValue}`],
    ['a list', text.listValue],
    ['a list in an object in a list', [{ list: text.listValue }]],
    ['a list of numbers', Token.asNumberList(text.listValue)],
    ['a map', Token.asStringMap(text.value)],
    ['a map of numbers', Token.asNumberMap(text.value)],
    ['any map', Token.asAnyMap(text.value)],
    ['a key', { [text.stringValue]: 'value', plain: 1 }],
    ['a switch', Lazy.anyValue({ produce: () => true })],
    ['an object that is made later', { deep: [Lazy.anyValue({ produce: () => ({ a: [undefined, text.value] }) })] }],
    ['nothing, made later', { deep: Lazy.anyValue({ produce: () => undefined }) }],
    ['a function', Fn.jsonencode({ a: 'quotes " and ${braces}', b: text.stringValue })],
    ['lists with nothing and null in them', [undefined, null, [], {}, [undefined], { a: undefined }]],
    ['characters of OpenTofu and of JSON', ['${a}', '$${a}', '%{if}', '"\\\n\t', 'e+', '1e+5', '-1.5e+10 x']],
    ['numbers', [0, -0.5, 1e300, -1e288, Number.MAX_SAFE_INTEGER, 1e21]],
    ['switches', [true, false]],
  ])('of %s', (_, input) => {
    const [ours, theirs] = renderings(stackWith({ input, beside: input }));
    expect(ours).toBe(theirs);
  });

  test('of outputs, locals, backends, overrides, moves and imports', () => {
    const whole = new TerraformStack(Testing.app(), 'whole');
    new LocalBackend(whole, { path: 'a.tfstate' }).addOverride('workspace_dir', 'b');
    const within = new Construct(new Construct(whole, 'a'), 'b');
    for (const scope of [whole, within]) {
      new TerraformOutput(scope, 'output', { value: 'x' });
      new TerraformLocal(scope, 'local', { list: ['a'] });
    }
    new TerraformOutput(new Construct(whole, 'c'), 'output', { value: 'x' });
    for (const id of ['first', 'second']) {
      const data = new TerraformData(within, id, { input: id });
      data.addOverride('triggers_replace', [id]);
      data.importFrom(id);
    }
    new TerraformData(whole, 'was', { input: 'c' }).moveToId('terraform_data.is');
    const [ours, theirs] = renderings(whole);
    expect(ours).toBe(theirs);
    expect((JSON.parse(ours) as Stack)['//'].metadata).toMatchObject({
      overrides: { backend: ['workspace_dir'], terraform_data: ['triggers_replace', 'triggers_replace'] },
    });
  });

  test('without the elements of a stack within', () => {
    const outer = new TerraformStack(Testing.app(), 'outer');
    new TerraformData(new TerraformStack(outer, 'inner'), 'data', { input: 'a' });
    const [ours, theirs] = renderings(outer);
    expect(ours).toBe(theirs);
    expect(ours).not.toContain('terraform_data');
  });
});

describe('ClusterStack.toTerraform', () => {
  test('asks for a value once', () => {
    const stack = clusterStack('home');
    const produce = jest.fn(() => 'a');
    new TerraformOutput(stack, 'counted', { value: Lazy.stringValue({ produce }) });
    stack.toTerraform();
    expect(produce).toHaveBeenCalledTimes(1);
  });

  test('knows overrides of the stack, as the framework does', () => {
    const stack = clusterStack('home');
    const text = new TerraformVariable(stack, 'text', { type: 'string' });
    stack.addOverride('terraform.required_version', '>= 1.11');
    stack.addOverride('terraform.required_version', text.stringValue);
    stack.addOverride('terraform.backend', undefined);
    stack.addOverride('resource.terraform_data.more', { input: [1] });
    stack.addOverride('resource.terraform_data.more.input', [2]);
    const [ours, theirs] = renderings(stack);
    expect(ours).toBe(theirs);
    const { '//': comment, terraform } = JSON.parse(ours) as Stack;
    expect(comment.metadata.overrides.stack).toEqual(expect.arrayContaining(['terraform', 'resource']));
    expect(terraform).toMatchObject({ required_version: '${var.text}' });
    expect(terraform.backend).toBeUndefined();
  });

  test.each([
    ['a function', () => undefined],
    ['a construct', new Construct(Testing.app(), 'a')],
    ['an object in itself', circular()],
  ])('fails for %s as the framework does', (_, input) => {
    const stack = clusterStack('home');
    new TerraformData(stack, 'data', { input: input as unknown as string });
    const thrown = (render: () => unknown): unknown => {
      try {
        return render();
      } catch (error) {
        return error;
      }
    };
    const theirs = thrown(() => TerraformStack.prototype.toTerraform.call(stack));
    expect(theirs).toBeInstanceOf(Error);
    expect(thrown(() => stack.toTerraform())).toEqual(theirs);
  });
});

function circular(): object {
  const object: { self?: object } = {};
  object.self = object;
  return object;
}
