import base from '../../jest.config.js';

/** @type {import('jest').Config} Against the cluster that KUBECONFIG names; one file after the other, since all share its cores. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/cluster/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  // What is waited for has a limit of its own, with a better message.
  testTimeout: 480_000,
};
