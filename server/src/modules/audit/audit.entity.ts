import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Insert-only: who changed or looked at what. Never holds personal data itself. */
@Entity('audit')
@Index('ix_audit_subject', ['subject_id', 'at'])
@Index('ix_audit_actor', ['actor_id', 'at'])
export class AuditEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 24 }) at!: string;
  @Column({ type: 'varchar', length: 26 }) actor_id!: string;
  @Column({ type: 'varchar', length: 40 }) action!: string;
  @Column({ type: 'varchar', length: 16 }) subject_kind!: string;
  @Column({ type: 'varchar', length: 26 }) subject_id!: string;
  @Column({ type: 'text' }) facts!: string;
}
