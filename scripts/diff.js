// @ts-check
'use strict';

const { runGuarded } = require('./lib/guard');

void runGuarded('diff');
