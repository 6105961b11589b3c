// @ts-check
'use strict';

// Asked on standard input, answers on standard output; `index.js` starts it.

const { readFileSync } = require('node:fs');
const { JudgeModule } = require('./module');

const { results, error } = JSON.parse(new JudgeModule().ask(readFileSync(0)).toString('utf8'));
if (error !== undefined) throw new Error(error);
process.stdout.write(JSON.stringify({ results }));
