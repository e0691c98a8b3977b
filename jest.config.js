import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // They have scripts of their own: `npm run test:cluster` is given a cluster, `npm run test:realm` and `npm run test:tour` take minutes.
  testPathIgnorePatterns: ['/node_modules/', '\\.realm\\.test\\.ts$', '<rootDir>/test/cluster/', '<rootDir>/test/tour/'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/run-folder.ts',
  testEnvironment: '<rootDir>/test/environment.ts',
  runtime: '<rootDir>/test/native/runtime.ts',
  setupFiles: ['<rootDir>/test/frozen-prototype.ts'],
  transform: {},
  injectGlobals: false,
  testSequencer: '<rootDir>/test/sequencer.js',
  // More than two cores have: the suites wait for servers and processes half of their time.
  maxWorkers: Math.max(5, availableParallelism()),
  // Whoever waits in vain says for what (test/until.ts), which takes a minute.
  testTimeout: 120_000,
};
