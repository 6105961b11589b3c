import { writableContracts } from '../../src/data/support';
import { parseClusterSpec } from '../../src/model';
import { TalosContract } from '../../src/values/talos-contract';
import { RELEASES } from '../support/corpus/cluster-frame';
import { expectTalosSilent } from '../support/judged-model';
import { settingExamples, specWith } from '../support/setting-examples';
import { adviceOf, faultsOf } from '../support/small-spec';
import { describeWithJudge } from '../support/tofu';

const EXAMPLES = settingExamples();

/** The whole cluster file of an example, written for a contract. */
function specOf(value: unknown, contract: string): unknown {
  const { kubernetesVersion } = RELEASES.find((release) => release.contract === contract) ?? {};
  const [version] = RELEASES.find((release) => release.contract === contract)?.talosVersions ?? [];
  const base = specWith({ talos: { version, contract }, kubernetes: { version: kubernetesVersion } });
  return specWith(value, base);
}

const cases = EXAMPLES.flatMap(({ title, since, until, value }) =>
  writableContracts()
    .filter(
      (contract) =>
        contract.isAtLeast(since) && (until === undefined || contract.compare(TalosContract.of(until)) <= 0),
    )
    .map(({ tag }) => ({ title, contract: tag, value })),
);

test.each(cases)('$title, contract $contract, is taken without a word', ({ value, contract }) => {
  const spec = specOf(value, contract);
  expect(faultsOf(spec)).toEqual([]);
  expect(adviceOf(spec)).toEqual([]);
});

describeWithJudge("Talos' own validation", () => {
  test.each(cases)('takes $title, contract $contract, without a word', ({ value, contract }) => {
    expectTalosSilent(parseClusterSpec(specOf(value, contract), { environment: {} }));
  });
});
