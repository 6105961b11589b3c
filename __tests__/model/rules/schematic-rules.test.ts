import { parseClusterYaml } from '../../../src/cluster-file';
import { knownExtensions } from '../../../src/data/extensions';
import { TalosContract } from '../../../src/values/talos-contract';
import { testAdvice, testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const AGENT = 'siderolabs/qemu-guest-agent';

const talos19 = { 'talos.version': 'v1.9.6', 'talos.contract': 'v1.9', 'kubernetes.version': 'v1.32.1' };

describe('faults', () => {
  testFaults([
    {
      title: 'G-11 an extension exists for the Talos version',
      good: { 'talos.schematic.extensions': ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools'] },
      bad: { 'talos.schematic.extensions': ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tool'] },
      line: 'talos.schematic.extensions[1]: got "siderolabs/iscsi-tool"; Talos v1.13 has no such extension, write "siderolabs/iscsi-tools"',
    },
    {
      title: 'an extension that is like none',
      good: {},
      bad: { 'nodes.work-00.schematic': { extensions: ['example/carrier-pigeon'] } },
      line: 'nodes.work-00.schematic.extensions[0]: got "example/carrier-pigeon"; Talos v1.13 has no such extension, remove it',
    },
    {
      title: 'an overlay exists for the Talos version',
      good: { 'talos.schematic.overlay': { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' } },
      bad: { 'talos.schematic.overlay': { image: 'siderolabs/sbc-raspberrypi', name: 'rpi-generik' } },
      line: 'talos.schematic.overlay: got "siderolabs/sbc-raspberrypi rpi-generik"; Talos v1.13 has no such overlay, write "siderolabs/sbc-raspberrypi rpi_generic"',
    },
    {
      title: 'b14 a name is near to those of its own kind, without what all of them begin with',
      good: { 'talos.schematic.extensions': [AGENT, 'siderolabs/xe'] },
      bad: { ...talos19, 'talos.schematic.extensions': [AGENT, 'siderolabs/xe'] },
      line: 'talos.schematic.extensions[1]: got "siderolabs/xe"; Talos v1.9 has no such extension, Talos has it from v1.12 on; remove it, or write such a version',
    },
    {
      title: 'a name that an extension begins with',
      good: { 'talos.schematic.extensions': [AGENT, 'siderolabs/iscsi-tools'] },
      bad: { 'talos.schematic.extensions': [AGENT, 'siderolabs/iscsi'] },
      line: 'talos.schematic.extensions[1]: got "siderolabs/iscsi"; Talos v1.13 has no such extension, write "siderolabs/iscsi-tools"',
    },
    {
      title: 'an old name that Image Factory takes for one which this version does not have',
      good: { 'talos.schematic.extensions': [AGENT] },
      bad: { 'talos.schematic.extensions': [AGENT, 'siderolabs/nvidia-fabricmanager'] },
      line: 'talos.schematic.extensions[1]: got "siderolabs/nvidia-fabricmanager"; Talos v1.13 has no such extension, write "siderolabs/nvidia-fabricmanager-lts"',
    },
  ]);

  test('an extension that two Talos versions lack is reported for each', () => {
    const spec = changedSpec({
      lifecycle: 'replace',
      'talos.schematic.extensions': ['siderolabs/qemu-guest-agent', 'example/carrier-pigeon'],
      'talos.update.version': 'v1.14.1',
      'nodes.work-00.update': true,
    });
    expect(faultsOf(spec)).toEqual([
      'talos.schematic.extensions[1]: got "example/carrier-pigeon"; Talos v1.13 has no such extension, remove it',
      'talos.schematic.extensions[1]: got "example/carrier-pigeon"; Talos v1.14 has no such extension, remove it',
    ]);
  });
});

test('b14 no extension of a later Talos is taken for another one', () => {
  const contracts = ['v1.9', 'v1.10', 'v1.11', 'v1.12', 'v1.13', 'v1.14'].map((tag) => TalosContract.of(tag));
  const [oldest = [], ...later] = contracts.map((contract) => knownExtensions(contract) ?? []);
  const names = [...new Set(later.flat())].filter((name) => !oldest.includes(name));
  const lines = names.flatMap((name) =>
    faultsOf(changedSpec({ ...talos19, 'talos.schematic.extensions': [AGENT, name] })),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(lines).toHaveLength(names.length);
  expect(lines.filter((line) => !/Talos has it from v1\.1\d on(?: and up to v1\.1\d)?; remove it/.test(line))).toEqual(
    [],
  );
});

describe('advice', () => {
  testAdvice([
    {
      title: 'b14 an extension that was renamed',
      good: { 'talos.schematic.extensions': [AGENT, 'siderolabs/i915'] },
      bad: { 'talos.schematic.extensions': [AGENT, 'siderolabs/i915-ucode'] },
      line: 'talos.schematic.extensions[1]: got "siderolabs/i915-ucode", an old name of "siderolabs/i915", as Talos v1.13 calls it; Image Factory takes both, and the new name gives the image another schematic id',
    },
  ]);
});

describe('scalars without quotes that YAML versions read in several ways', () => {
  /** Lines with which a file with this schematic is refused. */
  function faultsOfSchematic(schematic: string): readonly string[] {
    const text = JSON.stringify(changedSpec({ 'talos.schematic': 'HERE' })).replace('"HERE"', schematic);
    const { spec, source } = parseClusterYaml(text, 'home.yaml');
    return faultsOf(spec, { source });
  }
  const overlay = (option: string): string =>
    `{ overlay: { image: siderolabs/sbc-raspberrypi, name: rpi_generic, options: { a: ${option} } } }`;

  test.each(['0644', '0o644', '1_000', '0b11', '1e3', '2026-01-31'])(
    '%s fails in an option of an overlay',
    (option) => {
      expect(faultsOfSchematic(overlay(option))).toEqual([
        expect.stringMatching(
          new RegExp(
            `^home\\.yaml:1:\\d+ talos\\.schematic\\.overlay\\.options\\.a: YAML versions do not agree on ${option}; write a plain whole number, or text in quotes$`,
          ),
        ),
      ]);
    },
  );

  test.each(['644', '0x10', 'True', '"0644"', 'a word'])('%s is taken', (option) => {
    expect(faultsOfSchematic(overlay(option))).toEqual([]);
  });

  test('fails in the number of a META value', () => {
    expect(faultsOfSchematic('{ meta: [{ key: 012, value: a }] }')).toEqual([
      expect.stringContaining('talos.schematic.meta[0].key: YAML versions do not agree on 012'),
    ]);
  });
});
