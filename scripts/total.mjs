// `node scripts/total.mjs FILE…`: adds up the counts of the steps and prints the one line a runner reads.
import { line, readCounts, sum } from './counts.mjs';

const total = sum(process.argv.slice(2).map(readCounts));
console.log(line(total));
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
