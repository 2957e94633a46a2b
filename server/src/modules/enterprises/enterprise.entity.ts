import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;

/** A firm of one street: found by its credit code, else by its name as names are compared. */
@Entity('enterprise')
@Index('uq_enterprise_code', ['root_id', 'credit_code'], { unique: true })
@Index('uq_enterprise_name', ['root_id', 'name_key'], { unique: true })
@Index('ix_enterprise_name', ['root_id', 'name_norm'])
export class EnterpriseEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) root_id!: string;
  @Column({ type: 'varchar', length: 80 }) name!: string;
  @Column({ type: 'varchar', length: 80 }) name_norm!: string;
  /** The compared name of the first firm that has it; two firms of one name differ by their codes. */
  @Column({ type: 'varchar', length: 80, nullable: true }) name_key!: string | null;
  @Column({ type: 'varchar', length: 18, nullable: true }) credit_code!: string | null;
  @Column({ type: 'varchar', length: 1, nullable: true }) industry!: string | null;
  @Column({ type: 'varchar', length: 20, nullable: true }) size!: string | null;
  @Column({ ...id, nullable: true }) officer_id!: string | null;
  @Column({ ...id, nullable: true }) officer_unit_id!: string | null;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'varchar', length: 24 }) created_at!: string;
}
