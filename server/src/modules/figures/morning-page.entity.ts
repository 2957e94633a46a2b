import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A street's morning as its leader was shown it; ids and counts, no names: those are looked up when it is read. */
@Entity('morning_page')
export class MorningPageEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) root_id!: string;
  @PrimaryColumn({ type: 'varchar', length: 10 }) day!: string;
  @Column({ type: 'varchar', length: 24 }) taken_at!: string;
  /** JSON of a KeptMorning. */
  @Column({ type: 'text' }) body!: string;
}
