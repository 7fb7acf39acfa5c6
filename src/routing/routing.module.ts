import { Global, Module } from '@nestjs/common';
import { RoutingPreview } from './preview.js';
import { Routing } from './routing.js';

@Global()
@Module({ providers: [Routing, RoutingPreview], exports: [Routing, RoutingPreview] })
export class RoutingModule {}
