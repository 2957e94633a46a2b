import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const idOrNull = { ...id, nullable: true } as const;
const instantOrNull = { type: 'varchar', length: 24, nullable: true } as const;
const code = { type: 'varchar', length: 20 } as const;
const codeOrNull = { ...code, nullable: true } as const;
const count = { type: 'int', default: 0 } as const;
/** Entries separated by one space. */
const listing = { type: 'varchar', length: 1000, default: '' } as const;

/**
 * The order as it stands now: OrderFacts column by column, what lists need, and nothing personal.
 * Rows are only ever written by OrdersStore, guarded by version.
 */
@Entity('work_order')
@Index('uq_order_no', ['order_no'], { unique: true })
@Index('uq_order_draft', ['draft_id'], { unique: true })
@Index('ix_order_desk', ['root_id', 'state', 'next_due_at', 'id'])
@Index('ix_order_lead', ['lead_unit_id', 'state', 'next_due_at', 'id'])
@Index('ix_order_filer', ['filer_id', 'received_at', 'id'])
@Index('ix_order_received', ['root_id', 'received_at', 'id'])
@Index('uq_order_upper', ['root_id', 'upper_system', 'upper_no'], { unique: true })
@Index('ix_order_firm', ['enterprise_id', 'class_code', 'received_at'])
@Index('ix_order_problem', ['problem_id', 'state'])
@Index('ix_order_place', ['place_key', 'class_code', 'received_at'])
@Index('ix_order_class', ['root_id', 'class_code', 'received_at', 'grid_id', 'channel', 'source'])
@Index('ix_order_grid', ['root_id', 'grid_id', 'received_at', 'class_code', 'channel', 'source'])
@Index('ix_order_unhappy', ['root_id', 'unhappy'])
@Index('ix_order_heat', ['root_id', 'received_at', 'place_key', 'class_code'])
@Index('ix_order_voice', ['voice', 'root_id', 'next_due_at', 'id'])
@Index('ix_list_open', ['open_root', 'next_due_at', 'id', 'state'])
@Index('ix_list_open_received', ['open_root', 'received_at', 'id'])
@Index('ix_list_state', ['root_id', 'state', 'received_at', 'id'])
@Index('ix_list_class', ['root_id', 'class_code', 'received_at', 'id'])
@Index('ix_list_grid', ['grid_id', 'received_at', 'id'])
@Index('ix_list_unit', ['lead_unit_id', 'received_at', 'id'])
@Index('ix_list_channel', ['root_id', 'channel', 'received_at', 'id'])
@Index('ix_list_line', ['root_id', 'line', 'received_at', 'id'])
@Index('ix_list_urgency', ['root_id', 'urgency', 'received_at', 'id'])
@Index('ix_list_point', ['root_id', 'lat_e6', 'lng_e6', 'id'])
export class WorkOrderEntity {
  @PrimaryColumn(id) id!: string;
  @Column({ type: 'varchar', length: 24 }) order_no!: string;
  @Column(id) draft_id!: string;
  @Column({ type: 'varchar', length: 64 }) body_hash!: string;
  @Column({ type: 'int' }) version!: number;
  @Column(code) state!: string;
  @Column(codeOrNull) resume_state!: string | null;
  @Column(id) root_id!: string;
  @Column(idOrNull) community_id!: string | null;
  @Column(idOrNull) grid_id!: string | null;
  @Column({ type: 'smallint' }) outside!: number;
  @Column(id) owner_unit_id!: string;
  @Column(id) office_unit_id!: string;
  @Column(idOrNull) lead_unit_id!: string | null;
  @Column(idOrNull) first_unit_id!: string | null;
  @Column(idOrNull) handler_id!: string | null;
  @Column(idOrNull) turn_id!: string | null;
  @Column(idOrNull) filer_id!: string | null;
  @Column(idOrNull) registrar_id!: string | null;
  @Column(code) channel!: string;
  @Column(code) source!: string;
  @Column(codeOrNull) line!: string | null;
  @Column(codeOrNull) upper_system!: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) upper_no!: string | null;
  @Column(code) party_kind!: string;
  @Column(idOrNull) enterprise_id!: string | null;
  @Column(idOrNull) intake_unit_id!: string | null;
  @Column(code) request_type!: string;
  @Column({ type: 'varchar', length: 6, nullable: true }) class_code!: string | null;
  @Column({ type: 'varchar', length: 2 }) urgency!: string;
  @Column(code) complexity!: string;
  @Column(code) confidentiality!: string;
  @Column({ type: 'smallint' }) has_phone!: number;
  @Column({ type: 'smallint', default: 0 }) vulnerable!: number;
  @Column({ type: 'smallint', default: 0 }) legal_matter!: number;
  @Column({ type: 'smallint', default: 0 }) bound!: number;
  @Column(idOrNull) problem_id!: string | null;
  @Column(idOrNull) merged_into!: string | null;
  @Column(codeOrNull) voice!: string | null;
  @Column({ type: 'varchar', length: 24 }) received_at!: string;
  @Column(instantOrNull) signed_at!: string | null;
  @Column(instantOrNull) arrived_at!: string | null;
  @Column(instantOrNull) replied_at!: string | null;
  @Column(instantOrNull) approved_at!: string | null;
  @Column(instantOrNull) closed_at!: string | null;
  @Column(instantOrNull) declined_at!: string | null;
  @Column(instantOrNull) last_urged_at!: string | null;
  @Column(instantOrNull) staff_at!: string | null;
  @Column(codeOrNull) outcome!: string | null;
  @Column(codeOrNull) cause_code!: string | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) next_report_day!: string | null;
  @Column({ type: 'int' }) cycle!: number;
  @Column({ type: 'int' }) dispatches!: number;
  @Column({ type: 'int' }) asks!: number;
  @Column({ type: 'int' }) urges!: number;
  @Column({ type: 'int' }) disputes!: number;
  @Column({ type: 'int' }) reworks!: number;
  @Column({ type: 'int' }) unhappy!: number;
  @Column(count) contests!: number;
  @Column(count) returns!: number;
  @Column(count) offers_refused!: number;
  @Column(count) extensions!: number;
  @Column(count) rounds_failed!: number;
  @Column(count) lead_units!: number;
  @Column(listing) led_by!: string;
  @Column({ type: 'varchar', length: 200, default: '' }) excluded!: string;
  @Column(listing) procedures!: string;
  @Column(listing) items!: string;
  @Column(listing) helpers!: string;
  @Column({ type: 'varchar', length: 12, default: '' }) visited!: string;
  @Column(count) sweeps!: number;
  @Column({ type: 'int' }) tries!: number;
  @Column({ type: 'int' }) try_days!: number;
  @Column({ type: 'varchar', length: 10, nullable: true }) last_try_day!: string | null;
  @Column({ type: 'smallint' }) told!: number;
  @Column({ type: 'int', nullable: true }) rated_cycle!: number | null;
  @Column(codeOrNull) first_solved!: string | null;
  @Column(codeOrNull) first_process!: string | null;
  @Column(codeOrNull) first_result!: string | null;
  @Column(codeOrNull) final_solved!: string | null;
  @Column(codeOrNull) final_process!: string | null;
  @Column(codeOrNull) final_result!: string | null;
  /** Class name, never words of the resident. */
  @Column({ type: 'varchar', length: 60 }) title!: string;
  /** Estate or grid: "the same place" of triggers. */
  @Column({ type: 'varchar', length: 64, nullable: true }) place_key!: string | null;
  /** As the device gave it, ×10^6, with its datum; the WGS-84 pair beside it is the one used for lookups. */
  @Column({ type: 'int', nullable: true }) given_lat_e6!: number | null;
  @Column({ type: 'int', nullable: true }) given_lng_e6!: number | null;
  @Column({ type: 'varchar', length: 5, nullable: true }) given_datum!: string | null;
  @Column({ type: 'int', nullable: true }) lat_e6!: number | null;
  @Column({ type: 'int', nullable: true }) lng_e6!: number | null;
  /** Sort key of lists: due time of the step the order waits for; a far day when it has none. */
  @Column({ type: 'varchar', length: 24 }) next_due_at!: string;
  @Column(instantOrNull) inner_due_at!: string | null;
  @Column(instantOrNull) outer_due_at!: string | null;
  /** The street while the order is open: what is open lies together, however much is over. */
  @Column(idOrNull) open_root!: string | null;
}

/** Contact and narrative: other layers, other readers (R15). Deletable without touching history. */
@Entity('order_private')
@Index('ix_private_phone', ['phone_bidx', 'order_id'])
@Index('ix_private_erased', ['erased_at', 'order_id'])
export class OrderPrivateEntity {
  @PrimaryColumn(id) order_id!: string;
  @Column({ type: 'varchar', length: 60 }) name!: string;
  @Column({ type: 'text', nullable: true }) phone_cipher!: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) phone_bidx!: string | null;
  @Column({ type: 'varchar', length: 16, nullable: true }) last4_bidx!: string | null;
  @Column({ type: 'varchar', length: 120 }) company!: string;
  @Column({ type: 'varchar', length: 200 }) address!: string;
  @Column({ type: 'text' }) content!: string;
  /** Since then no contact is left, and the words are as handlers read them. */
  @Column({ type: 'varchar', length: 24, nullable: true }) erased_at!: string | null;
}

/** The truth: an append-only stream per order. `data` carries codes and ids, never contact data. */
@Entity('event')
@Index('ix_event_name', ['name', 'at'])
@Index('ix_event_actor', ['actor_id', 'at'])
export class EventEntity {
  @PrimaryColumn(id) stream_id!: string;
  @PrimaryColumn({ type: 'int' }) seq!: number;
  @Column({ type: 'varchar', length: 12 }) stream_kind!: string;
  @Column({ type: 'varchar', length: 40 }) name!: string;
  @Column({ type: 'varchar', length: 8, nullable: true }) chain_link!: string | null;
  @Column({ type: 'varchar', length: 24 }) at!: string;
  @Column(id) actor_id!: string;
  @Column(idOrNull) actor_unit_id!: string | null;
  @Column({ type: 'varchar', length: 80, nullable: true }) command_id!: string | null;
  @Column({ type: 'text' }) data!: string;
}

/** Free texts of events, apart from them: they may name persons, so they can be deleted while history stays. */
@Entity('event_text')
export class EventTextEntity {
  @PrimaryColumn(id) stream_id!: string;
  @PrimaryColumn({ type: 'int' }) seq!: number;
  @PrimaryColumn({ type: 'varchar', length: 30 }) field!: string;
  @Column({ type: 'varchar', length: 10 }) layer!: string;
  @Column({ type: 'text' }) body!: string;
}

/** What one unit owes: a LEAD row is one unit's turn as lead, the unit of scope T in every figure. */
@Entity('task')
@Index('ix_task_order', ['order_id'])
@Index('ix_task_unit', ['unit_id', 'role', 'opened_at'])
@Index('ix_task_inbox', ['unit_id', 'state', 'due_at', 'id'])
@Index('ix_task_procedure', ['procedure_id'])
export class TaskEntity {
  @PrimaryColumn(id) id!: string;
  /** Null for what is owed outside any one order. */
  @Column(idOrNull) order_id!: string | null;
  /** The procedure it is owed in; null for a turn as lead. */
  @Column(idOrNull) procedure_id!: string | null;
  @Column(idOrNull) item_id!: string | null;
  @Column(instantOrNull) due_at!: string | null;
  @Column({ type: 'varchar', length: 12 }) role!: string;
  @Column(id) unit_id!: string;
  @Column(idOrNull) person_id!: string | null;
  @Column({ type: 'int' }) cycle!: number;
  @Column({ type: 'varchar', length: 12 }) state!: string;
  @Column({ type: 'varchar', length: 24 }) opened_at!: string;
  @Column(instantOrNull) signed_at!: string | null;
  @Column(instantOrNull) done_at!: string | null;
  @Column(instantOrNull) ended_at!: string | null;
  @Column(codeOrNull) end_reason!: string | null;
}

/** Commands answered once: the same id with the same body gets the same answer. Kept 30 days. */
@Entity('idem')
@Index('ix_idem_at', ['at'])
export class IdemEntity {
  @PrimaryColumn({ type: 'varchar', length: 80 }) command_key!: string;
  @Column({ type: 'varchar', length: 64 }) body_hash!: string;
  @Column(id) order_id!: string;
  @Column({ type: 'int' }) seq!: number;
  @Column({ type: 'varchar', length: 24 }) at!: string;
}

/** Running numbers for people, one row per tenant and day. */
@Entity('counter')
export class CounterEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 }) name!: string;
  @Column({ type: 'int' }) value!: number;
}

/** What an order is to something else: merged into an order, joined to a ledger's problem. */
@Entity('order_link')
@Index('ix_order_link_target', ['target_id', 'rel', 'order_id'])
export class OrderLinkEntity {
  @PrimaryColumn(id) order_id!: string;
  @PrimaryColumn(code) rel!: string;
  @PrimaryColumn(id) target_id!: string;
  @Column({ type: 'varchar', length: 12 }) target_kind!: string;
  @Column({ type: 'varchar', length: 24 }) at!: string;
}
