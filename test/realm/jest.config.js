import base from '../../jest.config.js';

/**
 * @type {import('jest').Config} Suites of a whole realm of processes, and of the package as a project installs it: minutes, so `npm test`
 * leaves them out.
 */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/**/*.realm.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
