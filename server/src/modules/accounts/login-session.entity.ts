import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One sign-in on one device, with the access token in use. Tokens are opaque and stored as hashes only; a
 * renewal replaces the access token and adds a refresh token of the same session (the family).
 */
@Entity('login_session')
@Index('uq_session_access', ['access_hash'], { unique: true })
@Index('ix_session_person', ['person_id', 'until_at'])
export class LoginSessionEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 26 }) person_id!: string;
  @Column({ type: 'varchar', length: 64 }) access_hash!: string;
  @Column({ type: 'varchar', length: 24 }) access_until!: string;
  /** WECHAT, PASSWORD or DEMO. */
  @Column({ type: 'varchar', length: 8 }) way!: string;
  /** 微信小程序, Chrome 浏览器, …: what she reads in her list of sessions. */
  @Column({ type: 'varchar', length: 32 }) device!: string;
  @Column({ type: 'varchar', length: 24 }) created_at!: string;
  @Column({ type: 'varchar', length: 24 }) last_seen_at!: string;
  /** The absolute end, however much it is used. */
  @Column({ type: 'varchar', length: 24 }) until_at!: string;
  @Column({ type: 'int', nullable: true }) idle_minutes!: number | null;
  /** The end unless it is used before; null where idling does not end it. */
  @Column({ type: 'varchar', length: 24, nullable: true }) idle_until!: string | null;
  @Column({ type: 'varchar', length: 24, nullable: true }) ended_at!: string | null;
  /** SIGNED_OUT, KILLED, REUSED, DISABLED, ROLES, PASSWORD, RESET, ERASED. */
  @Column({ type: 'varchar', length: 12, nullable: true }) ended_why!: string | null;
}

/** Every refresh token a session ever had, so that presenting a used one is noticed. */
@Entity('refresh_token')
@Index('ix_refresh_session', ['session_id'])
export class RefreshTokenEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 }) token_hash!: string;
  @Column({ type: 'varchar', length: 26 }) session_id!: string;
  @Column({ type: 'varchar', length: 24 }) made_at!: string;
  @Column({ type: 'varchar', length: 24, nullable: true }) used_at!: string | null;
  /** Keyed hash of the client that used it. */
  @Column({ type: 'varchar', length: 64, nullable: true }) used_by!: string | null;
}
