// What else moves printed codes: the editor of grids, when one is parted or joined.
export { StickersStore } from './stickers.store';
