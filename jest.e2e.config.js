// @ts-check
'use strict';

const { projects = [] } = require('./jest.config');

/**
 * Tests that apply whole clusters in simulated homelabs: minutes, not seconds.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  .../** @type {object} */ (projects[0]),
  displayName: 'e2e',
  maxWorkers: 2,
  testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
  // one step in a cluster takes seconds, and a computer that has a lot to do takes a multiple of them
  testTimeout: 300_000,
  // is part of every test run
  testPathIgnorePatterns: ['/smoke\\.test\\.ts$'],
};
