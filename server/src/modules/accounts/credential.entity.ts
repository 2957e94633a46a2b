import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How a member of staff proves who she is: a password and a code of her authenticator app. */
@Entity('credential')
export class CredentialEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) person_id!: string;
  /** argon2id, with its parameters and salt. */
  @Column({ type: 'varchar', length: 160 }) password_hash!: string;
  @Column({ type: 'varchar', length: 24 }) password_set_at!: string;
  /** 1 while it is the one an administrator handed out. */
  @Column({ type: 'smallint' }) must_change!: number;
  /** Until when a handed-out password may be used; null = no end. */
  @Column({ type: 'varchar', length: 24, nullable: true }) initial_until!: string | null;
  /** JSON: hashes of former passwords, newest first. */
  @Column({ type: 'text' }) history!: string;
  /** The TOTP seed, encrypted; null until she has enrolled. */
  @Column({ type: 'varchar', length: 255, nullable: true }) totp_cipher!: string | null;
  /** The last 30-second step whose code was used: each code works once. */
  @Column({ type: 'int', nullable: true }) totp_step!: number | null;
}

/** Codes for the day the authenticator is lost; each works once and only its keyed hash is kept. */
@Entity('recovery_code')
@Index('ix_recovery_person', ['person_id'])
export class RecoveryCodeEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 }) code_hash!: string;
  @Column({ type: 'varchar', length: 26 }) person_id!: string;
  @Column({ type: 'varchar', length: 24 }) made_at!: string;
  @Column({ type: 'varchar', length: 24, nullable: true }) used_at!: string | null;
}

/** Failed tries per account and address, and of the whole installation, in windows of 15 minutes. */
@Entity('sign_in_try')
@Index('ix_try_until', ['until_at'])
export class SignInTryEntity {
  /** Keyed hash of what is counted: no login or address is stored. */
  @PrimaryColumn({ type: 'varchar', length: 64 }) key_hash!: string;
  @Column({ type: 'int' }) tries!: number;
  @Column({ type: 'varchar', length: 24 }) until_at!: string;
}
