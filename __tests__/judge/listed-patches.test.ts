import { judgeMachineConfigurations } from '../../judge';
import { COMMON_PATCHES, type ListedPatch, WRONG_PATCHES } from '../support/corpus/patch-files';
import { saidOf } from '../support/corpus/patched-clusters';
import { describeWithJudge } from '../support/tofu';

const NETWORK_DOCUMENTS = [
  { apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'off', hostname: 'machine-0' },
  { apiVersion: 'v1alpha1', kind: 'LinkConfig', name: 'eth0', addresses: [{ address: '10.0.0.11/24' }] },
].map((document) => JSON.stringify(document));

/** Objections of the judge to patches on machines that have little else, by their names. */
function refusalsOf(
  patches: readonly (ListedPatch & { readonly isPhysical?: boolean })[],
): ReadonlyMap<string, string> {
  const answers = judgeMachineConfigurations(
    patches.flatMap(({ name, contract, on, text, isPhysical = false }) =>
      (['controlplane', 'worker'] as const)
        .filter((machineType) => on === 'all' || on === machineType)
        .map((machineType) => ({
          name,
          clusterName: 'lab',
          clusterEndpoint: 'https://10.0.0.10:6443',
          contract,
          kubernetesVersion: 'v1.32.3',
          machineType,
          mode: isPhysical ? ('metal' as const) : ('cloud' as const),
          configPatches: [...(Number(contract.split('.')[1]) >= 12 ? NETWORK_DOCUMENTS : []), text],
        })),
    ),
  );
  return new Map(answers.flatMap(({ name, error }) => (error === undefined ? [] : [[name, error]])));
}

describeWithJudge('listed patches', () => {
  const refused = WRONG_PATCHES.filter(({ taken }) => taken === undefined);
  let refusals: ReadonlyMap<string, string>;
  let said: ReadonlyMap<string, readonly string[]>;

  beforeAll(() => {
    const all = [...COMMON_PATCHES, ...WRONG_PATCHES];
    refusals = refusalsOf(all);
    const lines = saidOf(all, judgeMachineConfigurations);
    said = new Map(all.map(({ name }, index) => [name, lines[index] ?? []]));
  }, 300_000);

  test('are at least 75 common and 45 wrong ones, each with a name of its own', () => {
    expect(COMMON_PATCHES.length).toBeGreaterThanOrEqual(75);
    expect(refused.length).toBeGreaterThanOrEqual(45);
    expect(WRONG_PATCHES.length - refused.length).toBeLessThan(15);
    expect(said.size).toBe(COMMON_PATCHES.length + WRONG_PATCHES.length);
    expect(COMMON_PATCHES.filter(({ from }) => !/repositor|guide|module/.test(from))).toEqual([]);
  });

  test('that are common are accepted by the judge', () => {
    expect(COMMON_PATCHES.filter(({ name }) => refusals.has(name))).toEqual([]);
  });

  test('that are common are accepted by synth, but for those that have a setting or another way', () => {
    const notTaken = COMMON_PATCHES.filter(({ name }) => said.get(name)?.length !== 0);
    expect(notTaken).toEqual(COMMON_PATCHES.filter((patch) => patch.refused !== undefined));
    const byTalos = notTaken
      .flatMap(({ name }) => said.get(name) ?? [])
      .filter((line) => line.includes('would refuse'));
    expect(byTalos).toEqual([]);
  });

  test('that are wrong are refused by the judge, but for those that are listed as taken', () => {
    expect(WRONG_PATCHES.filter(({ name }) => refusals.has(name))).toEqual(refused);
  });

  test('that are wrong are reported by synth with file, line and column', () => {
    const expected = new Map(WRONG_PATCHES.map(({ name, said: lines }) => [name, lines]));
    expect(new Map(WRONG_PATCHES.map(({ name }) => [name, said.get(name)]))).toEqual(expected);
    expect(refused.filter(({ said: lines }) => lines.length === 0)).toEqual([]);
    const lines = [...expected.values()].flat();
    expect(lines.filter((line) => !/^patch\.yaml:\d+:\d+(?: \S[^:]*)?: \S/.test(line))).toEqual([]);
  });
});
