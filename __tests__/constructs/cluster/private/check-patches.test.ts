import { type IResolvable, type TerraformStack, TerraformVariable, Token } from 'cdktf';
import type { ConfigPatch } from '../../../../src/machine-config/settings/config-patch';
import { cluster, node } from '../../../support/homelab';
import { synthesize, testStack } from '../../../support/synth';

type Fields = Readonly<Record<string, unknown>>;

/** Values that only OpenTofu knows, of every kind. */
function lateValues(stack: TerraformStack) {
  const variable = new TerraformVariable(stack, 'late', {});
  return {
    text: variable.stringValue,
    number: variable.numberValue,
    on: variable.booleanValue,
    list: variable.listValue,
    map: Token.asStringMap(variable.value),
    expression: variable.value as IResolvable,
  };
}

function synthWith(content: (late: ReturnType<typeof lateValues>) => ConfigPatch['content']): string {
  const { stack } = testStack();
  const configPatches = [{ origin: 'p', content: content(lateValues(stack)) }];
  cluster(stack, { nodes: [node(stack)], configPatches });
  const out = synthesize(stack).at('cluster/nodes/cp1/configuration') as { readonly config_patches: readonly string[] };
  return out.config_patches.at(-1) ?? '';
}

test.each<[string, (late: ReturnType<typeof lateValues>) => Fields, string]>([
  [
    'a switch',
    ({ on }) => ({ machine: { features: { hostDNS: { enabled: on } } } }),
    '"enabled":${jsonencode(var.late)}',
  ],
  [
    'a number',
    ({ number }) => ({ machine: { network: { interfaces: [{ mtu: number }] } } }),
    '"mtu":${jsonencode(var.late)}',
  ],
  [
    'a number behind a dash',
    ({ number }) => ({ machine: { sysctls: { a: `x-${number}` } } }),
    '"a":${jsonencode("x-${var.late}")}',
  ],
  ['a list', ({ list }) => ({ machine: { certSANs: list } }), '"certSANs":${jsonencode(var.late)}'],
  [
    'a list in a list',
    ({ list }) => ({ machine: { certSANs: ['a', ...list] } }),
    '${jsonencode(concat(["a"], var.late))}',
  ],
  ['a map', ({ map }) => ({ machine: { nodeLabels: map } }), '"nodeLabels":${jsonencode(var.late)}'],
  [
    'an expression',
    ({ expression }) => ({ machine: { nodeLabels: expression } }),
    '"nodeLabels":${jsonencode(var.late)}',
  ],
  [
    'an expression for text',
    ({ expression }) => ({ machine: { sysctls: { a: expression } } }),
    '"a":${jsonencode(var.late)}',
  ],
  ['a key', ({ text }) => ({ machine: { sysctls: { [text]: '1' } } }), '{${jsonencode(var.late)}:"1"}'],
  ['a word of few', ({ text }) => ({ machine: { files: [{ op: text }] } }), '"op":${jsonencode(var.late)}'],
])('%s that only OpenTofu knows is a hole in a patch', (_, content, expected) => {
  expect(synthWith(content)).toContain(expected);
});

test.each<[string, (late: ReturnType<typeof lateValues>) => ConfigPatch['content'], string]>([
  ['the kind of a document', ({ text }) => ({ apiVersion: 'v1alpha1', kind: text }), 'p: kind'],
  ['a directive', ({ expression }) => ({ machine: { sysctls: { $patch: expression } } }), 'p: machine.sysctls.$patch'],
  [
    'the name of the machine',
    ({ text }) => ({ apiVersion: 'v1alpha1', kind: 'HostnameConfig', hostname: text }),
    'p: hostname',
  ],
  ['a kind in text', ({ text }) => `machine: {}\n---\napiVersion: v1alpha1\nkind: ${text}\n`, 'p: 1.kind'],
])('%s must be known at synth', (_, content, place) => {
  expect(() => synthWith(content)).toThrow(
    new Error(
      `test/cluster: ${place}: must be known at synth, got a value that only OpenTofu knows; write the value itself`,
    ),
  );
});
