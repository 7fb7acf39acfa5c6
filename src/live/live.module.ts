import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { EventBus } from './event-bus.js';
import { Handshake } from './handshake.js';
import { StatusGateway } from './status.gateway.js';
import { Tails } from './tails.js';

@Module({
  imports: [SessionsModule],
  providers: [EventBus, Handshake, StatusGateway, Tails],
  exports: [EventBus],
})
export class LiveModule {}
