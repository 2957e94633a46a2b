import type { Instant } from '@yihu/shared';

/** One version of a policy as stored. */
export interface StoredPolicy {
  id: string;
  /** The unit it is of, or EVERYWHERE. */
  unitId: string;
  kind: string;
  name: string;
  version: number;
  effectiveAt: Instant;
  /** Since when it may apply; null while it waits for its second person. */
  inForceFrom: Instant | null;
  body: unknown;
  authorId: string | null;
  approverId: string | null;
  approvedAt: Instant | null;
  createdAt: Instant | null;
  note: string;
}

type Row = Readonly<Record<string, string | number | null>>;

/** A row of `policy` as the rest of the server reads it. Throws a SyntaxError for a body that is no JSON. */
export function policyFromRow(row: Row): StoredPolicy {
  const effectiveAt = String(row.effective_at);
  const approvedAt = textOrNull(row.approved_at);
  const waits = Number(row.needs_second ?? 0) === 1 && approvedAt === null;
  // Agreed to after its day: it applies from then on and rewrites nothing that was promised meanwhile.
  const begins = approvedAt !== null && approvedAt > effectiveAt ? approvedAt : effectiveAt;
  return {
    id: String(row.id),
    unitId: String(row.unit_id),
    kind: String(row.kind),
    name: String(row.name),
    version: Number(row.version),
    effectiveAt,
    inForceFrom: waits ? null : begins,
    body: JSON.parse(String(row.body)),
    authorId: textOrNull(row.author_id),
    approverId: textOrNull(row.approver_id),
    approvedAt,
    createdAt: textOrNull(row.created_at),
    note: String(row.note ?? ''),
  };
}

function textOrNull(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Versions by unit, kind and name, each line in the order in which they come into force. */
export class PolicyIndex {
  /** By unit, kind and name: maps in maps, because a joined key is made and hashed anew for each of many look-ups. */
  private readonly lines = new Map<string, Map<string, Map<string, StoredPolicy[]>>>();
  private readonly all: readonly StoredPolicy[];

  constructor(policies: readonly StoredPolicy[]) {
    this.all = policies;
    for (const policy of policies) {
      if (policy.inForceFrom === null) continue;
      this.begin(policy).push(policy);
    }
    for (const kinds of this.lines.values())
      for (const names of kinds.values()) for (const line of names.values()) line.sort(byForce);
  }

  /** The version in force at an instant: the last to come into force; of one instant the higher version. */
  inForce(unitId: string, kind: string, name: string, at: Instant): StoredPolicy | null {
    return (
      this.line(unitId, kind, name)?.findLast(
        (policy) => policy.inForceFrom !== null && policy.inForceFrom <= at,
      ) ?? null
    );
  }

  /** The first version there ever was, for what is older than all of them. */
  first(unitId: string, kind: string, name: string): StoredPolicy | null {
    return this.line(unitId, kind, name)?.[0] ?? null;
  }

  private line(unitId: string, kind: string, name: string): StoredPolicy[] | undefined {
    return this.lines.get(unitId)?.get(kind)?.get(name);
  }

  private begin({ unitId, kind, name }: StoredPolicy): StoredPolicy[] {
    const kinds = this.lines.get(unitId) ?? new Map<string, Map<string, StoredPolicy[]>>();
    const names = kinds.get(kind) ?? new Map<string, StoredPolicy[]>();
    const line = names.get(name) ?? [];
    this.lines.set(unitId, kinds.set(kind, names.set(name, line)));
    return line;
  }

  /** Every version of a kind, waiting ones too, as saved. */
  ofKind(kind: string): StoredPolicy[] {
    return this.all.filter((policy) => policy.kind === kind);
  }
}

function byForce(a: StoredPolicy, b: StoredPolicy): number {
  if (a.inForceFrom === b.inForceFrom) return a.version - b.version;
  return (a.inForceFrom ?? '') < (b.inForceFrom ?? '') ? -1 : 1;
}
