// Counts of test cases, as every entry script reports them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @returns {Counts} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0 });

/** @param {Counts[]} all @returns {Counts} */
export const sum = (all) =>
  all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    none(),
  );

/** @param {Counts} counts */
export const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * Hands the counts to the caller's file when YIHU_COUNTS_FILE names one, else prints them as the last line.
 * @param {Counts} counts
 * @returns {number} the exit code: 0 only when something passed and nothing failed
 */
export function report(counts) {
  const file = process.env.YIHU_COUNTS_FILE;
  if (file) writeFileSync(file, JSON.stringify(counts));
  else console.log(line(counts));
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

/**
 * @param {string} file as `report` wrote it
 * @returns {Counts} one failure when the step ended without telling its counts
 */
export function readCounts(file) {
  if (!existsSync(file)) return { ...none(), failed: 1 };
  return { ...none(), ...JSON.parse(readFileSync(file, 'utf8')) };
}

/**
 * @typedef {object} JestResult the part of `jest --json` that is read here
 * @property {boolean} success
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {number} numRuntimeErrorTestSuites files that could not be run at all
 * @property {{ name: string, message: string, assertionResults: { status: string, fullName: string }[] }[]} testResults
 */

/**
 * @param {JestResult} result
 * @returns {Counts} a file that could not run counts as one failure; so does a run that failed without saying where
 */
export function countJest(result) {
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && !result.success ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * @param {JestResult} result
 * @returns {{ file: string, names: string[] }[]} the cases that did not run, by file
 */
export function skippedCases(result) {
  return result.testResults
    .map(({ name, assertionResults }) => ({
      file: name,
      names: assertionResults
        .filter(({ status }) => status === 'pending' || status === 'todo')
        .map((one) => one.fullName),
    }))
    .filter(({ names }) => names.length > 0);
}
