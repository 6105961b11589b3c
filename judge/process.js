// @ts-check
'use strict';

// Asked on standard input, answers on standard output; `index.js` starts it with the name of a module.

const { buffer } = require('node:stream/consumers');
const { JudgeModule } = require('./module');

// not read at once: whoever asks may still be writing, and a pipe that is empty for a moment is an error then
void buffer(process.stdin).then((question) => {
  const [, , file = ''] = process.argv;
  const { results, error } = JSON.parse(new JudgeModule(file).ask(question).toString('utf8'));
  if (error !== undefined) throw new Error(error);
  process.stdout.write(JSON.stringify({ results }));
});
