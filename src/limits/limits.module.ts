import { Global, Module } from '@nestjs/common';
import { Windows } from './windows.js';

@Global()
@Module({ providers: [Windows], exports: [Windows] })
export class LimitsModule {}
