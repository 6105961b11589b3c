import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownExtensions } from '../../src/data/extensions';
import { writableContracts } from '../../src/data/support';
import { QEMU_GUEST_AGENT, Schematic } from '../../src/values/schematic/schematic';

function template(name: string): Schematic {
  return Schematic.fromYaml(readFileSync(join(__dirname, '..', '..', 'templates', 'schematics', name), 'utf8'));
}

test('BC-3 the smallest schematic has the guest agent and nothing else', () => {
  expect(template('qemu-guest-agent.yaml').content).toEqual({ extensions: [QEMU_GUEST_AGENT] });
});

test('HT-1 the schematic for Longhorn has the guest agent, iSCSI and the tools of util-linux', () => {
  expect(template('longhorn.yaml').content).toEqual({
    extensions: ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'],
  });
});

test('every Talos version that can be configured has the extensions of the templates', () => {
  for (const contract of writableContracts()) {
    for (const name of ['qemu-guest-agent.yaml', 'longhorn.yaml']) {
      expect(knownExtensions(contract)).toEqual(expect.arrayContaining([...(template(name).content.extensions ?? [])]));
    }
  }
});
