import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeExample, describeSmallForm, exampleNames, type SmallForm } from '../support/example-run';
import { casesOfToday } from '../support/today';

/** Examples that are run in turn where a sample is run. What they show is shown by suites below `stack`, too. */
const IN_TURN = ['bare-metal', 'nova', 'prod-k8s'];

const SMALL_FORMS: Readonly<Record<string, SmallForm>> = {
  'bare-metal': {
    form: 'one machine',
    changes: {
      'network.vip': undefined,
      'network.endpoint': '192.168.50.200',
      'nodes.loki-cp-02': undefined,
      'nodes.odin-cp-03': undefined,
      'nodes.sif-w-01': undefined,
      'nodes.valkyrie-w-02': undefined,
    },
  },
  nova: { form: 'one machine', changes: { 'nodes.workload': undefined } },
  'prod-k8s': {
    form: 'one control plane and one worker',
    changes: {
      'pools.ctrl.nodes': 1,
      'pools.work.nodes': 1,
      'pools.ctrl.overrides.ctrl-01': undefined,
      'pools.ctrl.overrides.ctrl-02': undefined,
      'pools.work.overrides.work-01': undefined,
      'pools.work.overrides.work-02': undefined,
    },
  },
};

/** The file of an example that has more to show than that it comes up and goes away. */
function ownFile(name: string): string {
  return join(__dirname, `${name}.test.ts`);
}

for (const name of exampleNames().filter((each) => !IN_TURN.includes(each))) {
  if (!existsSync(ownFile(name))) {
    describeExample(name);
    continue;
  }
  test(`the example ${name} is run in a file of its own`, () => {
    expect(readFileSync(ownFile(name), 'utf8')).toContain(`describeExample('${name}'`);
  });
}

const cases = IN_TURN.flatMap((name) => [
  () => describeExample(name),
  () => describeSmallForm(name, SMALL_FORMS[name]!),
]);
for (const describeCase of casesOfToday(cases, 1)) describeCase();
