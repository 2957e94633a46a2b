// What procedures, ledgers and triggers build on: they write orders through the one writer, in one transaction.
export { ActService } from './act.service';
export { readFields, readForm } from './action-form';
export { AnsweredOrders } from './answered-orders';
export { Commands, type Done, type How } from './commands.service';
export { FinalReplies } from './final-replies.query';
export { type Finding, FoundOrders } from './found-orders.service';
export type { ListedRow } from './order-columns';
export { OrderViews } from './order-view';
export { type OrderFollower, OrderWriter, StaleVersionError, systemCommand } from './order-writer';
export { ActDto, GeoPointDto, SubmitOrderDto } from './orders.dto';
export { type NewOrder, OrdersStore, type StoredOrder } from './orders.store';
export { PeopleQuery } from './people.query';
export { OrderProposals } from './proposals.service';
export { checkFiling } from './rules/check-filing';
export { type Decision, decide, type World } from './rules/decide';
export { Visibility } from './visibility';
