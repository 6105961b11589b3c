// @ts-check
'use strict';

/** Name of the jest project of these suites. */
const PROGRAMS = 'programs';

/**
 * Suites that start whole programs for most of their time: the real OpenTofu, the API server, the simulator, Talos'
 * judge, the app, a compiler, Chromium. They stand in the folders of their subjects, and run in CI and where everything is asked
 * for: `npm test -- --all`.
 */
const PROGRAM_SUITES = [
  'app/typescript/typescript-clusters.test.ts',
  'bindings/cdktf-get.test.ts',
  'cli/completion/shells.test.ts',
  'cli/configurations/judge-stack.test.ts',
  'cli/installed.test.ts',
  'cli/opentofu.test.ts',
  'cli/progress/terminal.test.ts',
  'constructs/cluster/kubernetes-api-gate.test.ts',
  'constructs/late-values.test.ts',
  'constructs/opentofu.test.ts',
  'diagram/browser.test.ts',
  'docs/programs.test.ts',
  'judge/corpus.test.ts',
  'judge/judge.test.ts',
  'judge/listed-patches.test.ts',
  'model/rules/networks-judged.test.ts',
  'plan-page/browser.test.ts',
  'scaffold/workflows.test.ts',
  'scripts/build.test.ts',
  'scripts/ci-run.test.ts',
  'simulator/local-mirror.test.ts',
  'simulator/stand-in.test.ts',
  'simulator/toolchain.test.ts',
  'simulator/validate-stacks.test.ts',
  'stack/variables.test.ts',
  'stacks/main.test.ts',
  'stacks/validate.test.ts',
];

module.exports = { PROGRAMS, PROGRAM_SUITES };
