export { Setup } from './Setup';
