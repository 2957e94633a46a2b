export { type KeyBinding, keyText } from './keys';
export { useKeyLayers, useKeys } from './use-keys';
