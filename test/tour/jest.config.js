import base from '../../jest.config.js';

/** @type {import('jest').Config} Walks the tour as a reader would, on a realm of its own: minutes, so `npm test` leaves it out. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/tour/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
