import { writeFileSync } from 'node:fs';
import { makeCorpus } from '../support/corpus/configurations';
import { RELEASES } from '../support/corpus/cluster-frame';
import { type Verdict, judgeCorpus } from '../support/corpus/verdicts';
import { valuePlaces, writtenPlaces } from '../support/schema-places';
import { describeWithJudge } from '../support/tofu';

// `npm run test:corpus` asks for more of them
const COUNT = Number(process.env.CORPUS_COUNT ?? 300);
const SEED = Number(process.env.CORPUS_SEED ?? 20_261_130);
const REPORT = process.env.CORPUS_REPORT;

/** Of the control plane: they are refused at a worker. */
const REFUSED = ['controllerManagerExtraArgs', 'schedulerExtraArgs', 'etcdExtraArgs'].map(
  (key) => `nodeDefaults.worker.${key}.any`,
);

/** Settings of several machines at once, which become those of machines or are held against them (`model/pools`). */
const OF_SEVERAL = /^(?:pools|sizes)\.|^nodes\.any\.size$|^proxmox\.endpoints\.any\.vmIds$/;

/**
 * Cards, links, disks and shared directories that belong to one machine: the examples of `templates/settings` have them, which are judged too,
 * and every key of links is judged by `judge/links`.
 */
const OF_ONE_MACHINE =
  /\.(?:links\.|virtiofs\.|networkDevices\.|primaryNetworkDevice\.|diskVm\.|existingVolume$|dhcp$)|^nodeDefaults\..*\.speed\..*Burst/;

const corpus = makeCorpus(COUNT, SEED);

describe('the corpus', () => {
  test('writes every key of a cluster file', () => {
    const written = new Set(corpus.files.flatMap(writtenPlaces));
    const places = valuePlaces().filter((place) => !OF_SEVERAL.test(place) && !OF_ONE_MACHINE.test(place));
    expect(places.length).toBeGreaterThan(300);
    expect(places.filter((place) => !written.has(place))).toEqual(REFUSED);
  });

  test('has both roles on both platforms for every contract', () => {
    const kinds = corpus.configurations.map(({ request: { contract, machineType, mode } }) =>
      [contract, machineType, mode].join(' '),
    );
    const wanted = RELEASES.flatMap(({ contract }) =>
      ['controlplane', 'worker'].flatMap((role) => ['cloud', 'metal'].map((mode) => `${contract} ${role} ${mode}`)),
    );
    expect([...new Set(kinds)].sort()).toEqual(wanted.sort());
    expect(corpus.configurations).toHaveLength(COUNT);
  });

  test('is the same for the same seed, and another one for another', () => {
    // the first ones are those of the examples, whatever the seed
    const requests = (seed: number) => makeCorpus(60, seed).configurations.map(({ request }) => request);
    expect(requests(SEED)).toEqual(corpus.configurations.slice(0, 60).map(({ request }) => request));
    // the next seed draws the same one later, and is the same corpus if the first file is refused
    expect(requests(SEED + 1_000_000)).not.toEqual(requests(SEED));
  });
});

/** Figures for `npm run test:corpus`. */
function reportOf(verdicts: readonly Verdict[]): object {
  return {
    seed: SEED,
    files: corpus.files.length,
    refusedFiles: corpus.refusedFiles,
    places: valuePlaces().length,
    verdicts: verdicts.map(({ configuration: { name, request, faults }, step, disagreements, onlyMachine }) => ({
      name,
      kind: `${request.contract} ${request.machineType} ${request.mode}`,
      outcome: step ?? 'accepted',
      isToldBefore: faults.length > 0,
      disagreements,
      onlyMachine,
    })),
  };
}

describeWithJudge('a configuration', () => {
  let verdicts: readonly Verdict[];

  beforeAll(
    async () => {
      verdicts = await judgeCorpus(corpus.configurations);
      if (REPORT !== undefined) writeFileSync(REPORT, JSON.stringify(reportOf(verdicts)));
    },
    300_000 + COUNT * 1000,
  );

  test('G-44 is judged alike by the WebAssembly, the native program and the simulated machine', () => {
    const told = verdicts.flatMap(({ configuration: { name }, disagreements }) =>
      disagreements.map((each) => `${name}\n${each}`),
    );
    expect(told).toEqual([]);
  });

  test('of an example is accepted', () => {
    const examples = verdicts.slice(
      0,
      verdicts.findIndex(({ configuration: { name } }) => name.startsWith('v1.')),
    );
    expect(examples.length).toBeGreaterThan(10);
    expect(examples.filter(({ isAccepted }) => !isAccepted)).toEqual([]);
  });

  test('is often accepted, and often refused in each step', () => {
    const share = (matches: (verdict: Verdict) => boolean) => verdicts.filter(matches).length / COUNT;
    expect(share(({ isAccepted }) => isAccepted)).toBeGreaterThan(0.4);
    expect(share(({ step }) => step === 'load')).toBeGreaterThan(0.03);
    expect(share(({ step }) => step === 'validate')).toBeGreaterThan(0.1);
    expect(share(({ onlyMachine }) => onlyMachine !== undefined)).toBeLessThan(0.1);
  });
});
