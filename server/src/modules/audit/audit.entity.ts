import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Who changed or looked at what. Rows are only ever inserted, and never hold personal data themselves. The two
 * last columns are empty until the sealer has taken the row into the chain (rules/chain.ts).
 */
@Entity('audit')
@Index('ix_audit_subject', ['subject_id', 'at'])
@Index('ix_audit_actor', ['actor_id', 'at'])
@Index('ix_audit_action', ['action', 'at'])
@Index('ix_audit_at', ['at'])
@Index('uq_audit_seq', ['seq'], { unique: true })
export class AuditEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 24 }) at!: string;
  @Column({ type: 'varchar', length: 26 }) actor_id!: string;
  @Column({ type: 'varchar', length: 40 }) action!: string;
  @Column({ type: 'varchar', length: 16 }) subject_kind!: string;
  @Column({ type: 'varchar', length: 26 }) subject_id!: string;
  @Column({ type: 'text' }) facts!: string;
  @Column({ type: 'int', nullable: true }) seq!: number | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) hash!: string | null;
}
