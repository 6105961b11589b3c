// @ts-check
'use strict';

const { runGuarded } = require('./lib/guard');
const { provideHomelabTools } = require('./lib/homelab');
const { HOMELAB_STEPS } = require('./lib/steps');
const { timedSteps } = require('./lib/timed-steps');

void runGuarded('try', {
  steps: timedSteps(HOMELAB_STEPS),
  homelabTools: (needs) => {
    const tools = provideHomelabTools(needs);
    if (typeof tools === 'string') throw new Error(tools);
    return tools;
  },
});
