import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One tree of units for the whole installation; its top units are the tenants. `path` = '/top/…/self/' of ids.
 * `root_id` is the street a unit belongs to, since orders, numbers and duty lists are a street's; of what a district
 * has above its streets it is the district.
 */
@Entity('unit')
@Index('uq_unit_code', ['root_id', 'code'], { unique: true })
@Index('ix_unit_parent', ['parent_id'])
@Index('ix_unit_path', ['path'])
@Index('ix_unit_kind', ['kind', 'active'])
export class UnitEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 20 }) kind!: string;
  @Column({ type: 'varchar', length: 26, nullable: true }) parent_id!: string | null;
  @Column({ type: 'varchar', length: 26 }) root_id!: string;
  @Column({ type: 'varchar', length: 255 }) path!: string;
  @Column({ type: 'varchar', length: 32 }) code!: string;
  @Column({ type: 'varchar', length: 64 }) name!: string;
  /** At most 6 characters: it is printed inside messages of 20. */
  @Column({ type: 'varchar', length: 6 }) short_name!: string;
  @Column({ type: 'varchar', length: 32, nullable: true }) phone!: string | null;
  @Column({ type: 'int', nullable: true }) population!: number | null;
  /** WGS-84, millionths of a degree. */
  @Column({ type: 'int', nullable: true }) lat_e6!: number | null;
  @Column({ type: 'int', nullable: true }) lng_e6!: number | null;
  @Column({ type: 'smallint' }) active!: number;
  /** Raised by every change of the row: running servers notice by its sum. */
  @Column({ type: 'int' }) version!: number;
}

/** A unit's polygon by version; insert-only, so that "which grid was it then" can be answered. */
@Entity('outline')
@Index('uq_outline', ['unit_id', 'version'], { unique: true })
export class OutlineEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 26 }) unit_id!: string;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'varchar', length: 24 }) effective_at!: string;
  /** Always WGS84; kept beside the text so that a reader need not guess. */
  @Column({ type: 'varchar', length: 5 }) datum!: string;
  @Column({ type: 'text' }) geojson!: string;
  /** What a reader must know, e.g. 示意. */
  @Column({ type: 'varchar', length: 64, nullable: true }) note!: string | null;
}

/** Staff, and residents who signed in. Contact data is encrypted; see platform/crypto. */
@Entity('person')
@Index('uq_person_openid', ['openid_hash'], { unique: true })
@Index('uq_person_login', ['login'], { unique: true })
@Index('ix_person_phone', ['phone_bidx'])
export class PersonEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  /** RESIDENT, STAFF or SYSTEM. */
  @Column({ type: 'varchar', length: 10 }) kind!: string;
  @Column({ type: 'varchar', length: 64 }) name!: string;
  @Column({ type: 'varchar', length: 255, nullable: true }) phone_cipher!: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) phone_bidx!: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) openid_hash!: string | null;
  @Column({ type: 'varchar', length: 255, nullable: true }) openid_cipher!: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) login!: string | null;
  @Column({ type: 'smallint' }) active!: number;
  @Column({ type: 'varchar', length: 24 }) created_at!: string;
  /** The tenant a member of staff belongs to; null for residents, who are global. */
  @Column({ type: 'varchar', length: 26, nullable: true }) home_root_id!: string | null;
}

/** Who may do what, where, until when. Residents need no row: kind RESIDENT is their role. */
@Entity('role_grant')
@Index('ix_grant_person', ['person_id'])
@Index('ix_grant_unit', ['unit_id', 'role'])
export class RoleGrantEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 26 }) person_id!: string;
  @Column({ type: 'varchar', length: 20 }) role!: string;
  @Column({ type: 'varchar', length: 26 }) unit_id!: string;
  @Column({ type: 'varchar', length: 24 }) from_at!: string;
  @Column({ type: 'varchar', length: 24, nullable: true }) until_at!: string | null;
}

/**
 * Rules as data, insert-only: a change is a new version that takes effect at a moment. Only who agreed to a version
 * that needs a second person is written later, once. Rows from before that was asked have the last columns empty.
 */
@Entity('policy')
@Index('uq_policy', ['unit_id', 'kind', 'name', 'version'], { unique: true })
@Index('ix_policy_effective', ['kind', 'effective_at'])
export class PolicyEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 26 }) unit_id!: string;
  @Column({ type: 'varchar', length: 20 }) kind!: string;
  @Column({ type: 'varchar', length: 64 }) name!: string;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'varchar', length: 24 }) effective_at!: string;
  /** JSON. */
  @Column({ type: 'text' }) body!: string;
  @Column({ type: 'varchar', length: 26, nullable: true }) author_id!: string | null;
  @Column({ type: 'varchar', length: 24, nullable: true }) created_at?: string | null;
  /** 1: not in force before `approved_at`. */
  @Column({ type: 'smallint', nullable: true }) needs_second?: number | null;
  @Column({ type: 'varchar', length: 26, nullable: true }) approver_id?: string | null;
  @Column({ type: 'varchar', length: 24, nullable: true }) approved_at?: string | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) note?: string | null;
}
