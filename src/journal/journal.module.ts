import { Global, Module } from '@nestjs/common';
import { JournalFeed } from './journal-feed.js';
import { Journal } from './journal.js';
import { SearchEntries } from './search/search-entries.js';

@Global()
@Module({ providers: [Journal, JournalFeed, SearchEntries], exports: [Journal, JournalFeed, SearchEntries] })
export class JournalModule {}
