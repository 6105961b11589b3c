import { machineShapes, originOf } from '../../src/machine-config/machine-shapes';
import { clusterSettings, controlPlane, worker } from './fixtures';

const CLUSTER = clusterSettings('v1.13');
const PATCH = { origin: 'patches', content: { machine: { sysctls: { a: '1' } } } };

/** First machines of the shapes. */
const shapes = (...given: Parameters<typeof machineShapes>) =>
  machineShapes(...given).map(({ machine }) => machine.hostname);

describe('machines have one shape', () => {
  test('when they differ in names and addresses', () => {
    const workers = Array.from({ length: 100 }, (_, index) =>
      worker({ hostname: `work-${index}`, address: `10.200.6.${index + 1}` }),
    );
    expect(shapes(CLUSTER, workers)).toEqual(['work-0']);
  });

  test.each([
    ['their roles', worker()],
    ['labels', controlPlane({ hostname: 'other', nodeLabels: { a: 'b' } })],
    ['patches', controlPlane({ hostname: 'other', configPatches: [PATCH] })],
    ['where they are installed', controlPlane({ hostname: 'other', installDisk: '/dev/sda' })],
    ['networks', controlPlane({ hostname: 'other', subnet: '10.201.0.0/16' })],
  ])('and not when they differ in %s', (_, other) => {
    expect(shapes(CLUSTER, [controlPlane(), other])).toEqual(['ctrl-00', other.hostname]);
  });
});

describe('what is judged', () => {
  test('is what the Talos provider is given', () => {
    const [shape] = machineShapes({ ...CLUSTER, configPatches: [PATCH] }, [worker({ installDisk: '/dev/sda' })]);
    expect(shape?.request).toMatchObject({
      clusterName: 'lab',
      clusterEndpoint: 'https://10.200.5.10:6443',
      contract: 'v1.13',
      kubernetesVersion: 'v1.32.3',
      machineType: 'worker',
      mode: 'metal',
    });
    const { configPatches = [], placesIn = [] } = shape?.request ?? {};
    expect(configPatches.at(-1)).toBe('{"machine":{"sysctls":{"a":"1"}}}');
    expect(placesIn).toEqual([...configPatches.keys()].reverse());
  });
});

describe('a fault comes from', () => {
  const TWO = { origin: 'two.yaml', content: 'machine: {}\n---\nkind: LinkConfig\nname: eth0\n' };
  const [shape] = machineShapes({ ...CLUSTER, configPatches: [PATCH, TWO] }, [worker()]);
  const count = shape?.request.configPatches.length ?? 0;
  const origin = (patch: number, document: number) =>
    shape && originOf(shape, { step: 'validate', message: '', place: { patch, document, path: ['a', 0] } });

  test('a patch, and one of its documents where it has several', () => {
    expect(origin(count - 2, 0)).toEqual({ patch: PATCH, path: ['a', 0] });
    expect(origin(count - 1, 1)).toEqual({ patch: TWO, path: [1, 'a', 0] });
  });

  test('what the library makes', () => {
    expect(origin(0, 0)).toEqual({ made: ['a', 0] });
  });

  test('no part alone', () => {
    expect(shape && originOf(shape, { step: 'validate', message: '' })).toBeUndefined();
  });
});
