export { OrderReading } from './OrderReading';
