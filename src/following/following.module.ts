import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Checks } from './checks.js';
import { Deadlines } from './deadlines.js';
import { FollowUp } from './follow-up.js';
import { Streams } from './streams.js';

@Module({ imports: [SessionsModule], providers: [FollowUp, Checks, Deadlines, Streams] })
export class FollowingModule {}
