import { Global, Module } from '@nestjs/common';
import { Env } from '../../config/env';
import { BlindIndex } from './blind-index';
import { FieldCipher } from './field-cipher';

/** Field encryption and blind indexes, keyed from the environment. */
@Global()
@Module({
  providers: [
    { provide: FieldCipher, inject: [Env], useFactory: (env: Env) => new FieldCipher(env.dataKey) },
    { provide: BlindIndex, inject: [Env], useFactory: (env: Env) => new BlindIndex(env.indexKey) },
  ],
  exports: [FieldCipher, BlindIndex],
})
export class CryptoModule {}
