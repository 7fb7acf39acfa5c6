import { Global, Module } from '@nestjs/common';
import { Routing } from './routing.js';

@Global()
@Module({ providers: [Routing], exports: [Routing] })
export class RoutingModule {}
