import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;

/** What somebody has begun to write; encrypted, for it may name anybody. */
@Entity('desk_draft')
@Index('ix_desk_draft_saved', ['saved_at'])
export class DeskDraftEntity {
  @PrimaryColumn(id) person_id!: string;
  @PrimaryColumn({ type: 'varchar', length: 80 }) draft_key!: string;
  @Column({ type: 'text' }) content_cipher!: string;
  @Column({ type: 'varchar', length: 24 }) saved_at!: string;
}

/** A filter of a person's lists, by the name she gave it. */
@Entity('saved_filter')
@Index('uq_saved_filter', ['person_id', 'name'], { unique: true })
export class SavedFilterEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) person_id!: string;
  @Column({ type: 'varchar', length: 30 }) name!: string;
  @Column({ type: 'varchar', length: 500 }) query!: string;
  @Column({ type: 'varchar', length: 24 }) saved_at!: string;
}
