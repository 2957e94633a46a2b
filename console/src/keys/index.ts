export { type KeyBinding, keyText } from './keys';
export { holdKeys, useKeyLayers, useKeys } from './use-keys';
