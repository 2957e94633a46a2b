import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An opaque session: only the hash of its token is stored. */
@Entity('login_session')
@Index('ix_session_person', ['person_id'])
export class LoginSessionEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 }) token_hash!: string;
  @Column({ type: 'varchar', length: 26 }) person_id!: string;
  /** WECHAT or DEMO. */
  @Column({ type: 'varchar', length: 8 }) way!: string;
  @Column({ type: 'varchar', length: 24 }) created_at!: string;
  @Column({ type: 'varchar', length: 24 }) expires_at!: string;
  @Column({ type: 'varchar', length: 24, nullable: true }) ended_at!: string | null;
}
