// @ts-check
'use strict';

const { PROGRAMS, PROGRAM_SUITES } = require('./scripts/lib/program-suites');

/** Layers without the framework: their tests start without loading it. */
const DATA = [
  'cli',
  'cluster-file',
  'data',
  'diagram',
  'docs',
  'forms',
  'git',
  'gitops',
  'homelab',
  'judge',
  'machine-config',
  'manifests',
  'model',
  'picture',
  'plan',
  'plan-page',
  'preflight',
  'scaffold',
  'scripts',
  'simulator',
  'state',
  'support',
  'values',
];

/** Tests that apply whole clusters: one of them here, all others in jest.e2e.config.js. */
const WHOLE = 'e2e';

/** Matchers for stacks, and no traces of where each construct was made. */
const SETUP = '<rootDir>/__tests__/support/setup.ts';

const programs = PROGRAM_SUITES.map((suite) => `<rootDir>/__tests__/${suite}`);

/** What all projects have in common. */
const shared = {
  rootDir: __dirname,
  roots: ['<rootDir>/__tests__'],
  testEnvironment: 'node',
  // what the build makes from schemas is made once and never again
  moduleNameMapper: {
    '/\\.gen/(.*)$': '<rootDir>/lib/.gen/$1',
    '/schemas/talos-config/(.*)$': '<rootDir>/lib/schemas/talos-config/$1',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  // against tests that hang, and four times what any takes on a busy machine; jest does not read it in a project
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: 'data',
      testMatch: DATA.map((layer) => `<rootDir>/__tests__/${layer}/**/*.test.ts`),
      testPathIgnorePatterns: programs,
    },
    {
      ...shared,
      displayName: 'infrastructure',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: [...[...DATA, WHOLE].map((layer) => `<rootDir>/__tests__/${layer}/`), ...programs],
      setupFilesAfterEnv: [SETUP],
    },
    {
      ...shared,
      displayName: PROGRAMS,
      testMatch: programs,
      setupFilesAfterEnv: [SETUP],
    },
    {
      ...shared,
      displayName: 'smoke',
      testMatch: [`<rootDir>/__tests__/${WHOLE}/smoke.test.ts`],
    },
  ],
};
