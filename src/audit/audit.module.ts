import { Module } from '@nestjs/common';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { EntriesController } from './entries/entries.controller.js';
import { SessionRecords } from './sessions/session-records.js';
import { AuditSessionsController } from './sessions/sessions.controller.js';

/** What auditors read. Nothing in this room changes anything. */
@Module({
  imports: [PrivacyModule, SessionsModule],
  controllers: [AuditSessionsController, EntriesController],
  providers: [SessionRecords],
})
export class AuditModule {}
