/**
 * `node scripts/generate-mechanisms.ts`: writes docs/mechanisms.md, which test proves which mechanism.
 * The gate `generated` runs it and fails when the file was not what it writes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MECHANISMS } from './mechanism-names.ts';
import { pageOf, proofsOf } from './mechanisms.ts';

const root = join(import.meta.dirname, '..');
writeFileSync(join(root, 'docs', 'mechanisms.md'), pageOf(MECHANISMS, proofsOf(root)));
