import { Module } from '@nestjs/common';
import { CancelSession } from './cancel-session.js';
import { ChooseProvider } from './choose-provider.js';
import { CreateSession } from './create-session.js';
import { PersonSlots } from './person-slots.js';
import { ProviderCalls } from './provider-calls.js';
import { RecoverStarts } from './recover-starts.js';
import { RenewHandoff } from './renew-handoff.js';
import { RerouteSession } from './reroute-session.js';
import { ClientController } from './rest/client.controller.js';
import { SessionsController } from './rest/sessions.controller.js';
import { SearchSessions } from './search/search-sessions.js';
import { SessionKinds } from './search/session-kinds.js';
import { SessionClaims } from './session-claims.js';
import { SessionFigures } from './session-figures.js';
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
    PersonSlots,
    ProviderCalls,
    RecoverStarts,
    RenewHandoff,
    RerouteSession,
    RunningSessions,
    SearchSessions,
    SessionClaims,
    SessionFigures,
    SessionKinds,
    SessionStore,
    SessionVault,
    SessionViews,
    StartAttempt,
    StartSession,
  ],
  exports: [
    ProviderCalls,
    RecoverStarts,
    SearchSessions,
    SessionClaims,
    SessionFigures,
    SessionStore,
    SessionVault,
    SessionViews,
  ],
})
export class SessionsModule {}
