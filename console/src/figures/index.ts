export { nameOf, PERIODS, type PeriodName, periodOf } from './period.view';
