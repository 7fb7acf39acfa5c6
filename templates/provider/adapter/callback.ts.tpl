import type { CallbackNotice, CallbackRequest, VerifiedCallback } from '{{kit}}/callback.js';
import type { Context } from './client.js';
import { unwritten } from './unwritten.js';

/** Over the raw bytes, in constant time, and closed when the account has nothing to verify with. */
export async function verifyCallback(_ctx: Context, _request: CallbackRequest): Promise<VerifiedCallback> {
  throw unwritten('callback.verify', 'the proof of a webhook');
}

export async function readCallback(_ctx: Context, _request: CallbackRequest): Promise<CallbackNotice> {
  throw unwritten('callback.read', 'what a webhook is about');
}
