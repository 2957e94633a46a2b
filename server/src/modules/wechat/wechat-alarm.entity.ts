import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What operators must see of WeChat: one row per thing, however often it happened. Holds nothing personal. */
@Entity('wechat_alarm')
@Index('ix_wechat_alarm_last', ['kind', 'lastAt'])
export class WechatAlarmEntity {
  /** Names the thing: a second report of the same one is counted. */
  @PrimaryColumn({ name: 'alarm_key', type: 'varchar', length: 120 })
  alarmKey: string;

  /** CALL (a call failed), CONFIG, QUOTA, BANNED, TEMPLATE, PUNISH */
  @Column({ type: 'varchar', length: 12 })
  kind: string;

  /** Chinese for operators; for CALL the path. */
  @Column({ type: 'varchar', length: 255 })
  text: string;

  /** errcode or what happened instead of one. */
  @Column({ type: 'varchar', length: 40 })
  code: string;

  /** WeChat's request id, for asking the platform within seven days. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  rid: string | null;

  @Column({ name: 'times', type: 'int' })
  times: number;

  @Column({ name: 'first_at', type: 'varchar', length: 24 })
  firstAt: string;

  @Column({ name: 'last_at', type: 'varchar', length: 24 })
  lastAt: string;

  /** Set when the thing was put right; a new report opens it again. */
  @Column({ name: 'cleared_at', type: 'varchar', length: 24, nullable: true })
  clearedAt: string | null;
}
