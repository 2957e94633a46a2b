import { CLASS_LEAVES } from '../classes.ts';
import type { PolicyContext } from './fault.ts';
import { POLICY_KIND_NAMES, policyKind } from './kinds.ts';
import { rowsBehind, standardRows } from './standards.ts';

const context: PolicyContext = {
  classes: CLASS_LEAVES,
  unitCodes: null,
  outerAbove: [],
  prefixesTaken: new Set(),
  previous: null,
};

describe('what is built in', () => {
  it.each(POLICY_KIND_NAMES.filter((kind) => standardRows(kind) !== null))(
    'of %s may be saved as a street’s own first version',
    (kind) => {
      expect(standardRows(kind)?.length).toBeGreaterThan(0);
      expect(policyKind(kind).check({ rows: standardRows(kind) }, context)).toEqual([]);
    },
  );
  it.each(POLICY_KIND_NAMES.filter((kind) => (rowsBehind(kind).rows?.length ?? 0) > 0))(
    'behind %s passes the same check',
    (kind) => {
      const { rows, limits } = rowsBehind(kind);
      expect(policyKind(kind).check(limits === undefined ? { rows } : { rows, limits }, context)).toEqual([]);
    },
  );
});
