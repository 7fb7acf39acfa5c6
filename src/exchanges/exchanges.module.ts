import { Global, Module } from '@nestjs/common';
import { ExchangeLog } from './exchange-log.js';

@Global()
@Module({ providers: [ExchangeLog], exports: [ExchangeLog] })
export class ExchangesModule {}
