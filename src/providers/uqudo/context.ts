import type { ProviderContext } from '../kit/context.js';
import type { ProviderSessionRef } from '../kit/start.js';
import type { UqudoCredentials } from './credentials.js';
import type { UqudoFlow } from './flow.js';
import type { UqudoSettings } from './settings.js';

export type UqudoContext = ProviderContext<UqudoSettings, UqudoCredentials>;
export type UqudoSessionRef = ProviderSessionRef<UqudoFlow>;
