// summary.js RESULTS...: what failed, each with the first lines of why, and last the sum of what jest wrote to these files.
import { existsSync, readFileSync } from 'node:fs';

const LINES = 12;
// What could not even start has no failed test, and has failed all the same.
const none = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1, numPendingTests: 0, testResults: [] };

let [passed, failed, skipped] = [0, 0, 0];
for (const file of process.argv.slice(2)) {
  const run = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : none;
  if (run === none) process.stdout.write(`FAILED ${file}: nothing was written\n`);
  passed += run.numPassedTests;
  failed += run.numFailedTests + run.numRuntimeErrorTestSuites;
  skipped += run.numPendingTests;
  for (const { name, status, message, assertionResults } of run.testResults) {
    const tests = assertionResults.filter((each) => each.status === 'failed');
    for (const { fullName, failureMessages } of tests) tell(name, fullName, failureMessages.join('\n'));
    if (status === 'failed' && tests.length === 0) tell(name, 'the suite', message);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);

function tell(file, what, why) {
  const lines = why.split('\n').slice(0, LINES);
  process.stdout.write([`FAILED ${file}`, what, ...lines.map((line) => `  ${line.slice(0, 300)}`), '', ''].join('\n'));
}
