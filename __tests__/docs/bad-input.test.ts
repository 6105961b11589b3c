import { faultsOf, notesOf } from '../support/small-spec';
import { readBadInputPage } from '../support/bad-input';
import { ClusterSpecError, parseClusterYaml } from '../../src/cluster-file';

const page = readBadInputPage();

/** Lines that a file is refused with. */
function refusalOf(text: string): readonly string[] {
  try {
    const { spec, source } = parseClusterYaml(text, 'home.yaml');
    return faultsOf(spec, { source });
  } catch (error) {
    if (error instanceof ClusterSpecError) return error.message.split('\n');
    throw error;
  }
}

test('the good file is taken without a word', () => {
  const { spec, source } = parseClusterYaml(page.good, 'home.yaml');
  expect(notesOf(spec, { source })).toEqual({ warnings: [], advice: [] });
});

test('the page has a row for every kind of fault, warning and advice', () => {
  expect(page.faults.length).toBeGreaterThan(65);
  expect(page.warnings.length).toBeGreaterThan(12);
  expect(page.advice.length).toBeGreaterThan(7);
});

test.each(page.faults)('fails for $title', ({ text, lines }) => {
  expect(refusalOf(text)).toEqual(lines);
});

test.each(page.warnings)('warns of $title', ({ text, lines }) => {
  const { spec, source } = parseClusterYaml(text, 'home.yaml');
  expect(notesOf(spec, { source })).toEqual({ warnings: lines, advice: [] });
});

test.each(page.advice)('advises on $title', ({ text, lines }) => {
  const { spec, source } = parseClusterYaml(text, 'home.yaml');
  expect(notesOf(spec, { source })).toEqual({ warnings: [], advice: lines });
});
