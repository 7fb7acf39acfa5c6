import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AllowAnyone } from '../access/allow.js';

/** Who opens the bare address wants to know what this is. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class HomeController {
  @Get()
  @Redirect('/docs', 302)
  home(): void {
    // The redirect is the answer.
  }
}
