import { Module } from '@nestjs/common';
import { CancelSession } from './cancel-session.js';
import { ChooseProvider } from './choose-provider.js';
import { CreateSession } from './create-session.js';
import { ListSessions } from './list-sessions.js';
import { PersonSlots } from './person-slots.js';
import { ProviderCalls } from './provider-calls.js';
import { RecoverStarts } from './recover-starts.js';
import { RenewHandoff } from './renew-handoff.js';
import { RerouteSession } from './reroute-session.js';
import { ClientController } from './rest/client.controller.js';
import { SessionsController } from './rest/sessions.controller.js';
import { SessionClaims } from './session-claims.js';
import { RunningSessions } from './running-sessions.js';
import { SessionStore } from './session-store.js';
import { SessionVault } from './session-vault.js';
import { SessionViews } from './session-view.js';
import { StartAttempt } from './start-attempt.js';
import { StartSession } from './start-session.js';

@Module({
  controllers: [SessionsController, ClientController],
  providers: [
    CancelSession,
    ChooseProvider,
    CreateSession,
    ListSessions,
    PersonSlots,
    ProviderCalls,
    RecoverStarts,
    RenewHandoff,
    RerouteSession,
    RunningSessions,
    SessionClaims,
    SessionStore,
    SessionVault,
    SessionViews,
    StartAttempt,
    StartSession,
  ],
  exports: [ProviderCalls, RecoverStarts, SessionClaims, SessionStore, SessionVault, SessionViews],
})
export class SessionsModule {}
