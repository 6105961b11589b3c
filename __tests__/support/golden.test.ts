import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectGoldenJson, expectGoldenText } from './golden';

const read = (name: string): string => readFileSync(join(__dirname, '..', 'golden', name), 'utf8');

describe('an update of the goldens in CI', () => {
  const environment = { ...process.env };

  beforeAll(() => {
    process.env.UPDATE_GOLDENS = '1';
    process.env.CI = 'true';
  });
  afterAll(() => {
    process.env = environment;
  });

  // with what the goldens hold, so that they stay as they are when the refusal is missing
  test('is refused', () => {
    const refusal = 'UPDATE_GOLDENS is set in CI';
    expect(() => expectGoldenText('home.tree.txt', read('home.tree.txt'))).toThrow(refusal);
    expect(() => expectGoldenJson('home.tf.json', JSON.parse(read('home.tf.json')))).toThrow(refusal);
  });
});
