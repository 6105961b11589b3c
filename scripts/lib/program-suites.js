// @ts-check
'use strict';

/** Name of the jest project of these suites. */
const PROGRAMS = 'programs';

/**
 * Suites that start whole programs for most of their time: the real OpenTofu, the simulator, the app, a compiler. They
 * stand in the folders of their subjects, and run in CI and where everything is asked for: `npm test -- --all`.
 */
const PROGRAM_SUITES = [
  'bindings/cdktf-get.test.ts',
  'cli/opentofu.test.ts',
  'constructs/kubernetes-api-gate.test.ts',
  'constructs/opentofu.test.ts',
  'docs/programs.test.ts',
  'scripts/build.test.ts',
  'simulator/stand-in.test.ts',
  'stacks/main.test.ts',
  'stacks/validate.test.ts',
];

module.exports = { PROGRAMS, PROGRAM_SUITES };
