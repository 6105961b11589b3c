import { type Attributes, home, type MachineStory } from '../../support/plan';
import { type Allowed, describeRules, madeAnew, refusalsOf, type Refused } from '../../support/refusal-rows';
import { configurationText, configuredStory } from '../../support/versioned-plan';

const volume = (name: string, content = ''): string =>
  `---\napiVersion: v1alpha1\nkind: VolumeConfig\nname: ${name}\n${content}`;
const limit = (name: string, size = '8GiB'): string => volume(name, `provisioning: {maxSize: ${size}}\n`);
const text = (documents: string): string => configurationText('controlplane', 'cp-00', { documents });

/** A control plane whose documents become other ones. */
function configured(now: string, then: string, others: Partial<MachineStory> = {}) {
  return home({ 'cp-00': { ...configuredStory(text(now), text(then)), ...others } });
}

const moves = (name: string, is: string, becomes: string): string =>
  `system-volume-moves: cp-00: volume ${name} is ${is}, and would become ${becomes}; Talos moves no data and refuses the configuration, so the apply ` +
  'would stop there; take the change back, or replace the machine';
const DIRECTORY = 'a directory of EPHEMERAL';
const PARTITION = 'a partition of its own';

const refused: readonly Refused[] = [
  ...['ETCD', 'CRI', 'KUBELET', 'LOG'].map((name): Refused => [
    `${name} gets a partition`,
    configured('', limit(name)),
    [moves(name, DIRECTORY, PARTITION)],
    ['cp-00'],
  ]),
  ['etcd loses its partition', configured(limit('ETCD'), ''), [moves('ETCD', PARTITION, DIRECTORY)], ['cp-00']],
  [
    'etcd keeps its document, and loses its partition',
    configured(limit('ETCD'), volume('ETCD', 'trim: {enabled: false}\n')),
    [moves('ETCD', PARTITION, DIRECTORY)],
    ['cp-00'],
  ],
  [
    'a place that only says that it grows',
    configured(volume('LOG'), volume('LOG', 'provisioning: {grow: false}\n')),
    [moves('LOG', DIRECTORY, PARTITION)],
    ['cp-00'],
  ],
];

const allowed: readonly Allowed[] = [
  ['a larger partition', configured(limit('ETCD'), limit('ETCD', '16GiB'))],
  ['a document without a place', configured('', volume('ETCD', 'trim: {enabled: false}\n'))],
  ['a place of EPHEMERAL', configured('', limit('EPHEMERAL'))],
  ['the same place', configured(limit('ETCD'), limit('ETCD'))],
];

describeRules(refused, allowed);

test('a machine that is replaced gets its place', () => {
  const configuration = (values: Attributes) => {
    values.machine_configuration_input = text(limit('ETCD'));
  };
  const plan = configured('', limit('ETCD'), { ...madeAnew, config: { ...madeAnew.config, edit: configuration } });
  expect(refusalsOf(plan).filter((each) => each.startsWith('system-volume-moves'))).toEqual([]);
});
