export { BlindIndex } from './blind-index';
export { CryptoModule } from './crypto.module';
export { CipherError, FieldCipher } from './field-cipher';
export { maskPhone, normalisePhone } from './phone';
