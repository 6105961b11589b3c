import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import { parseClusterSpec } from '../../../src/model';
import { settingExamples, specWith } from '../../support/setting-examples';

test('labels, kernel, devices and logs are fields of the section machine, and a document for the kernel', () => {
  const example = settingExamples().find(({ title }) => title === 'Labels, kernel, devices and logs');
  const more = { nodes: { 'work-00': { kernelModules: ['zfs'], udevRules: ['KERNEL=="a"'] } } };
  const { cluster, nodes } = parseClusterSpec(specWith(more, specWith(example?.value)), { environment: {} });
  const { machine } = nodes.find(({ name }) => name === 'work-00')!;
  const [main, ...documents] = new ClusterPatches(cluster).documentsOf(machine, 'installer');
  expect(main?.machine).toMatchObject({
    nodeAnnotations: { 'example.com/owner': 'home' },
    kernel: { modules: [{ name: 'nvme_tcp' }, { name: 'zfs', parameters: ['zfs_arc_max=1073741824'] }] },
    udev: { rules: ['SUBSYSTEM=="drm", KERNEL=="renderD*", GROUP="44", MODE="0660"', 'KERNEL=="a"'] },
    logging: {
      destinations: [{ endpoint: 'udp://10.0.0.7:6051', format: 'json_lines', extraTags: { cluster: 'home' } }],
    },
    kubelet: { extraConfig: { registerWithTaints: [{ key: 'dedicated', value: 'storage', effect: 'NoSchedule' }] } },
  });
  expect(main).not.toHaveProperty('machine.nodeTaints');
  expect(documents).toContainEqual({
    apiVersion: 'v1alpha1',
    kind: 'KmsgLogConfig',
    name: 'collector',
    url: 'tcp://10.0.0.7:6052',
  });
});
