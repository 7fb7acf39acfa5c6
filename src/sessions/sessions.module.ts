import { Module } from '@nestjs/common';
import { CancelSession } from './cancel-session.js';
import { CreateSession } from './create-session.js';
import { ListSessions } from './list-sessions.js';
import { PersonSlots } from './person-slots.js';
import { ProviderCalls } from './provider-calls.js';
import { RecoverStarts } from './recover-starts.js';
import { RenewHandoff } from './renew-handoff.js';
import { ClientController } from './rest/client.controller.js';
import { SessionsController } from './rest/sessions.controller.js';
import { SessionClaims } from './session-claims.js';
import { SessionFigures } from './session-figures.js';
import { RunningSessions } from './running-sessions.js';
import { SessionStore } from './session-store.js';
import { SessionVault } from './session-vault.js';
import { SessionViews } from './session-view.js';
import { StartSession } from './start-session.js';

@Module({
  controllers: [SessionsController, ClientController],
  providers: [
    CancelSession,
    CreateSession,
    ListSessions,
    PersonSlots,
    ProviderCalls,
    RecoverStarts,
    RenewHandoff,
    RunningSessions,
    SessionClaims,
    SessionFigures,
    SessionStore,
    SessionVault,
    SessionViews,
    StartSession,
  ],
  exports: [
    ProviderCalls,
    RecoverStarts,
    SessionClaims,
    SessionFigures,
    SessionStore,
    SessionVault,
    SessionViews,
  ],
})
export class SessionsModule {}
