import { jsonDiagnostics, validateDiagnostics } from '../../../src/plan/read/json-diagnostics';

const WARNING = { severity: 'warning', summary: 'old' };
const ERROR = {
  severity: 'error',
  summary: 'Unsupported block type',
  detail: 'Blocks of type "nothing"\nare not expected here.',
  address: 'a.b',
  range: { filename: 'cdk.tf.json', start: { line: 7 } },
  snippet: { context: 'resource.a.b', code: '  "nothing": {' },
};

const READ = [
  { severity: 'warning', summary: 'old', detail: '', address: undefined },
  {
    severity: 'error',
    summary: 'Unsupported block type',
    detail: 'Blocks of type "nothing"\nare not expected here.',
    address: 'a.b',
    source: 'cdk.tf.json:7 in resource.a.b: "nothing": {',
  },
];

test('are read from lines, between which other lines stand', () => {
  const lines = [{ type: 'version' }, { type: 'diagnostic', diagnostic: WARNING }, { diagnostic: ERROR }];
  const written = lines.map((line) => JSON.stringify(line)).join('\n');
  expect(jsonDiagnostics(`no JSON\n${written}\n`)).toEqual(READ);
});

test('a line that was cut off takes none with it', () => {
  const whole = JSON.stringify({ diagnostic: WARNING });
  expect(jsonDiagnostics(`${whole}\n${whole.slice(0, -5)}`)).toEqual(READ.slice(0, 1));
});

test('are read from the document of a validation', () => {
  expect(validateDiagnostics(JSON.stringify({ valid: false, diagnostics: [WARNING, ERROR] }))).toEqual(READ);
});

test.each(['', 'Error: no such option', '{"format_version":"1.0"}'])('%j is no such document', (output) => {
  expect(validateDiagnostics(output)).toBeUndefined();
});
