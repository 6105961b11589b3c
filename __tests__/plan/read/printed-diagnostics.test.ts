import { printedDiagnostics } from '../../../src/plan/read/printed-diagnostics';

const esc = String.fromCharCode(27);

const FRAMED = [
  '╷',
  '│ Error: broken',
  '│ in two',
  '│ ',
  '│   with a.b["c"],',
  '│   on cdk.tf.json line 619, in resource.a.b:',
  '│  619:       },',
  '│ ',
  '│ first line',
  '│ second line',
  '│ ',
  '│   on the third, indented',
  '╵',
  '',
].join('\n');

const BROKEN = {
  severity: 'error',
  summary: 'broken in two',
  address: 'a.b["c"]',
  detail: 'first line second line on the third, indented',
};

test.each([
  ['in a frame', FRAMED],
  ['without a frame', FRAMED.replace(/^[│╷╵] ?/gm, '')],
  ['in colours', FRAMED.replace(/^│/gm, `${esc}[31m│${esc}[0m`)],
  ['with line ends of Windows', FRAMED.replaceAll('\n', '\r\n')],
  ['after other text', `a.b: Creating...\n${FRAMED}`],
])('an error %s', (_, printed) => {
  expect(printedDiagnostics(printed)).toEqual([BROKEN]);
});

test('several follow each other, warnings among them', () => {
  const text = 'Error: one\n\nits detail\n\nWarning: VM shutdown\n\nno error\n\nError: two\n';
  expect(printedDiagnostics(text)).toEqual([
    { severity: 'error', summary: 'one', address: undefined, detail: 'its detail' },
    { severity: 'warning', summary: 'VM shutdown', address: undefined, detail: 'no error' },
    { severity: 'error', summary: 'two', address: undefined, detail: '' },
  ]);
});

test('nothing is read where there is none', () => {
  expect(printedDiagnostics('a.b: Creating...\n')).toEqual([]);
});
