import { Module } from '@nestjs/common';
import { ErrorPagesController } from './error-pages.controller.js';
import { HomeController } from './home.controller.js';
import { StaticFiles } from './static-files.js';
import { VerifyController } from './verify.controller.js';

/** From `src/console` and from `dist/console` alike, this is the package's own folder. */
const verifyFolder = new URL('../../web/verify/', import.meta.url);

/** What the gateway shows to people in a browser. */
@Module({
  controllers: [HomeController, VerifyController, ErrorPagesController],
  providers: [{ provide: StaticFiles, useFactory: () => StaticFiles.read(verifyFolder) }],
})
export class ConsoleModule {}
