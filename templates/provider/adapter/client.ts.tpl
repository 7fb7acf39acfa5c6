import type { ProviderContext } from '{{kit}}/context.js';
import type { OpenedMedia } from '{{kit}}/media.js';
import type { StartRequest } from '{{kit}}/start.js';
import type { Credentials, Flow, Settings } from './definition.js';
import { unwritten } from './unwritten.js';
import type { Created, Link, Result } from './wire.js';

export type Context = ProviderContext<Settings, Credentials>;

/** Makes the vendor's session. `request.startId` is the same for each repeat: never two sessions for one start. */
export async function createVerification(_ctx: Context, _request: StartRequest<Flow>): Promise<Created> {
  throw unwritten('verification.create', 'the call that makes a session');
}

export async function renewLink(_ctx: Context, _id: string): Promise<Link> {
  throw unwritten('verification.link', 'the call that brings a fresh link');
}

/** The vendor's status word. */
export async function readStatus(_ctx: Context, _id: string): Promise<string> {
  throw unwritten('verification.read', 'the call that reads the status');
}

/** Throws `not_ready` while there is none. */
export async function readResult(_ctx: Context, _id: string): Promise<Result> {
  throw unwritten('result.read', 'the call that reads the result');
}

/** Opens a picture as a stream: `ctx.http.open`. */
export async function openImage(_ctx: Context, _id: string, _name: string): Promise<OpenedMedia> {
  throw unwritten('image.read', 'the call that opens a picture');
}

/** Being told twice does no harm. */
export async function cancelVerification(_ctx: Context, _id: string): Promise<void> {
  throw unwritten('verification.cancel', 'the call that gives a session up');
}

/** Being asked twice does no harm. */
export async function deleteVerification(_ctx: Context, _id: string): Promise<void> {
  throw unwritten('verification.delete', 'the call that erases a session');
}

/** A harmless call that shows that the credentials are taken. */
export async function readAccount(_ctx: Context): Promise<void> {
  throw unwritten('account.read', 'a harmless call with the credentials');
}
