export { AgendaDialog } from './AgendaDialog';
