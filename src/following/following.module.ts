import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Checks } from './checks.js';
import { Deadlines } from './deadlines.js';
import { FollowUp } from './follow-up.js';
import { CallbackStore } from './inbox/callback-store.js';
import { CallbackWork } from './inbox/callback-work.js';
import { CallbacksController } from './inbox/callbacks.controller.js';
import { Inbox } from './inbox/inbox.js';
import { ListCallbacks } from './inbox/list-callbacks.js';
import { Reception } from './inbox/reception.js';
import { Refusals } from './inbox/refusals.js';
import { RetryCallback } from './inbox/retry-callback.js';
import { SealedRequests } from './inbox/sealed-requests.js';
import { Streams } from './streams.js';

@Module({
  imports: [SessionsModule],
  controllers: [CallbacksController],
  providers: [
    FollowUp,
    Checks,
    Deadlines,
    Streams,
    CallbackStore,
    CallbackWork,
    Inbox,
    ListCallbacks,
    Reception,
    Refusals,
    RetryCallback,
    SealedRequests,
  ],
  exports: [ListCallbacks, RetryCallback],
})
export class FollowingModule {}
