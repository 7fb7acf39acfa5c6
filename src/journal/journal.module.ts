import { Global, Module } from '@nestjs/common';
import { JournalFeed } from './journal-feed.js';
import { Journal } from './journal.js';

@Global()
@Module({ providers: [Journal, JournalFeed], exports: [Journal, JournalFeed] })
export class JournalModule {}
