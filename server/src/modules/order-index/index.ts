// What keeps the index in step with orders: the follower that joins their one writer.
export { OrderMarksStore } from './order-marks.store';
export { OrderWords } from './order-words.service';
