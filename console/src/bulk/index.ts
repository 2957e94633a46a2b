export { BulkBar } from './BulkBar';
export { ChooseBox } from './ChooseBox';
export { useChosen } from './use-chosen';
