import { printedWarnings } from '../../../src/cli/tofu/printed-warnings';

const CHECK = 'Warning: Check block assertion failed\n\n  on cdk.tf.json line 1:\n\none is not two\n';
const TARGET = '╷\n│ Warning: Resource targeting is in effect\n│ \n│ You are creating a plan.\n╵\n';
const PLAN =
  'a.b: Refreshing state...\n\n  + resource "a" "b" {\n      + text = "Warning: no"\n    }\n\nPlan: 1 to add.\n';
const esc = String.fromCharCode(27);

test.each<[string, string, string]>([
  ['no warning', PLAN, ''],
  ['nothing', '', ''],
  ['plain warnings at the end of a plan', `${PLAN}\n${CHECK}\n${CHECK}`, `${CHECK}\n${CHECK}`],
  ['framed warnings', `${PLAN}${TARGET}${TARGET}`, TARGET + TARGET],
  [
    'a warning of an apply, and not what comes after it',
    `a.b: Creation complete after 0s\n\n${CHECK}\nApply complete! Resources: 1 added.\n\nOutputs:\n\nx = "y"\n`,
    CHECK,
  ],
  [
    'a warning in colours, as it is',
    `${PLAN}${esc}[33m╷${esc}[0m\n${esc}[33m│${esc}[0m ${esc}[1mWarning: ${esc}[0mx\n${esc}[33m╵${esc}[0m\n`,
    `${esc}[33m╷${esc}[0m\n${esc}[33m│${esc}[0m ${esc}[1mWarning: ${esc}[0mx\n${esc}[33m╵${esc}[0m\n`,
  ],
])('%s', (_, output, expected) => {
  expect(printedWarnings(output)).toBe(expected);
});
