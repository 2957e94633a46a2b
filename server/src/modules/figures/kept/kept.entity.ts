import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { ORDER_MEASURES, TURN_MEASURES } from '../rules/measures';

const id = { type: 'varchar', length: 26 } as const;
const day = { type: 'varchar', length: 10 } as const;
const top = { type: 'varchar', length: 2 } as const;

/** Orders something happened to since what they add to the figures was last reckoned: one row for each event. */
@Entity('figure_due')
export class FigureDueEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) order_id!: string;
  @Column(id) root_id!: string;
}

/** What one order adds to the figures of the day it was received (M45, the ten links); a column for each measure. */
@Entity('figure_order')
@Index('ix_figure_order', ['root_id', 'day'])
export class FigureOrderEntity {
  @PrimaryColumn(id) order_id!: string;
  @Column(id) root_id!: string;
  @Column(day) day!: string;
  /** Empty outside every community. */
  @Column(id) community_id!: string;
  /** The first level of the class; empty before it is known. */
  @Column(top) class_top!: string;
  /** The place in the order's history up to which it was reckoned. */
  @Column({ type: 'int' }) version!: number;
}

/** What one order adds to the figures of one unit (empty: of the street) in periods that hold `day` to `until_day`. */
@Entity('figure_turn')
@Index('ix_figure_turn', ['root_id', 'day', 'unit_id'])
export class FigureTurnEntity {
  @PrimaryColumn(id) order_id!: string;
  @PrimaryColumn({ type: 'int' }) n!: number;
  @Column(id) root_id!: string;
  @Column(id) unit_id!: string;
  @Column(day) day!: string;
  @Column(day) until_day!: string;
  /** 1 of an order more than one unit has led. */
  @Column({ type: 'smallint' }) shared!: number;
}

/** Turns that are not answered yet, with the time from which they are late. */
@Entity('figure_open')
@Index('ix_figure_open', ['root_id', 'day', 'due_at', 'unit_id'])
@Index('ix_figure_open_order', ['order_id'])
export class FigureOpenEntity {
  @PrimaryColumn(id) turn_id!: string;
  @Column(id) order_id!: string;
  @Column(id) root_id!: string;
  @Column(id) unit_id!: string;
  @Column(day) day!: string;
  @Column({ type: 'varchar', length: 24 }) due_at!: string;
}

/** Sums of `figure_order`. */
@Entity('order_sum')
export class OrderSumEntity {
  @PrimaryColumn(id) root_id!: string;
  @PrimaryColumn(day) day!: string;
  @PrimaryColumn(id) community_id!: string;
  @PrimaryColumn(top) class_top!: string;
}

/** Sums of `figure_turn`. */
@Entity('turn_sum')
export class TurnSumEntity {
  @PrimaryColumn(id) root_id!: string;
  @PrimaryColumn(day) day!: string;
  @PrimaryColumn(day) until_day!: string;
  @PrimaryColumn(id) unit_id!: string;
}

// The rules say what is measured: a column for each, in both tables.
for (const { prototype } of [FigureTurnEntity, TurnSumEntity]) {
  for (const name of TURN_MEASURES) Column({ type: 'int' })(prototype, name);
}
for (const { prototype } of [FigureOrderEntity, OrderSumEntity]) {
  for (const name of ORDER_MEASURES) Column({ type: 'int' })(prototype, name);
}
