import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A value all processes share by name, such as WeChat's access token; `until_at` null = for good. */
@Entity('shared_value')
export class SharedValueEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  name: string;

  @Column({ type: 'text' })
  value: string;

  @Column({ name: 'until_at', type: 'varchar', length: 24, nullable: true })
  untilAt: string | null;
}
