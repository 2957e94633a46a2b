import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countJest, line, readCounts, skippedCases, sum } from './counts.mjs';

const resultOf = (extra: object) => ({
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
  ...extra,
});

it('adds up the counts of the steps', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(line(total)).toBe('4 passed, 1 failed, 2 skipped');
  expect(line(sum([]))).toBe('0 passed, 0 failed, 0 skipped');
});

it('counts cases, and a file that could not run as a failure', () => {
  expect(countJest(resultOf({}))).toEqual({ passed: 5, failed: 0, skipped: 3 });
  expect(
    countJest(resultOf({ success: false, numFailedTests: 2, numRuntimeErrorTestSuites: 1 })).failed,
  ).toBe(3);
});

it('does not call a run passed that failed without naming a case', () => {
  expect(countJest(resultOf({ success: false })).failed).toBe(1);
});

it('lists the cases that did not run', () => {
  const testResults = [
    { name: 'a.spec.ts', message: '', assertionResults: [{ status: 'passed', fullName: 'runs' }] },
    { name: 'b.spec.ts', message: '', assertionResults: [{ status: 'pending', fullName: 'waits' }] },
  ];
  expect(skippedCases(resultOf({ testResults }))).toEqual([{ file: 'b.spec.ts', names: ['waits'] }]);
});

it('takes a step that left no counts for a failed one', () => {
  const dir = mkdtempSync(join(tmpdir(), 'yihu-counts-'));
  const file = join(dir, 'test');
  expect(readCounts(file)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  writeFileSync(file, '{"passed":7,"failed":0,"skipped":1}');
  expect(readCounts(file)).toEqual({ passed: 7, failed: 0, skipped: 1 });
  rmSync(dir, { recursive: true });
});
