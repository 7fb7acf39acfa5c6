import type { Readable } from 'node:stream';
import type { HttpAnswer, HttpCall, HttpStream } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { failureOf, isSuccess, readBody } from '../kit/failures.js';
import { accessToken } from './access-token.js';
import type { UqudoContext } from './context.js';
import { compactToken, createdSession, keySet, type CreatedSession, type KeySet } from './wire.js';

/** Results carry the chip's data and grow to about 15 MB, pictures to 2 MB. */
const largeBody = { maxBytes: 16 * 1024 * 1024, timeoutMs: 30_000 };
const imageOperation = 'info.image';
const documentedSessionId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** uqudo's REST calls, and nothing but HTTP. */
export class UqudoClient {
  constructor(private readonly ctx: UqudoContext) {}

  async createSession(data: string): Promise<CreatedSession> {
    const operation = 'session.create';
    const answer = await this.authorized({
      operation,
      method: 'POST',
      url: this.at('sessionUrl', '/api/v1/session'),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    });
    if (answer.status !== 200 && answer.status !== 201) throw failureOf(operation, answer);
    return readBody(operation, createdSession, answer.json());
  }

  /** Needs no token: who holds the QR's text may delete the session. A session that is gone counts as deleted. */
  async deleteSession(qrCodeText: string): Promise<void> {
    const operation = 'session.delete';
    const url = this.at('sessionUrl', '/api/v1/session/', qrCodeText);
    const answer = await this.ctx.http.send({ operation, method: 'DELETE', url });
    if (!isSuccess(answer) && ![400, 404, 410].includes(answer.status)) throw failureOf(operation, answer);
  }

  /** The signed result, or null while there is none: uqudo documents no status for "not yet", 400 and 404 both mean it. */
  async result(sessionId: string): Promise<string | null> {
    const operation = 'info.get';
    const answer = await this.authorized({
      operation,
      method: 'GET',
      ...this.resultAddress(sessionId),
      ...largeBody,
    });
    if (answer.status === 400 || answer.status === 404) return null;
    if (answer.status !== 200) throw failureOf(operation, answer);
    const token = compactToken(answer.text());
    if (token !== null) return token;
    throw new ProviderError('malformed', { operation, status: answer.status, cause: 'result_not_signed' });
  }

  /** Asks uqudo to forget the result. 204 answers any id: it is a request, not a proof. */
  async deleteResult(sessionId: string): Promise<void> {
    const operation = 'info.delete';
    const url = this.at('infoUrl', '/api/v1/info/', sessionId);
    const answer = await this.authorized({ operation, method: 'DELETE', url });
    if (!isSuccess(answer) && answer.status !== 404) throw failureOf(operation, answer);
  }

  /** A picture, as it arrives. */
  async openImage(id: string): Promise<Readable> {
    const answer = await this.imageAnswer(id);
    if (answer.status !== 200) throw failureOf(imageOperation, answer);
    return answer.body;
  }

  /** Whether uqudo says that it has no such picture. */
  async lacksImage(id: string): Promise<boolean> {
    const { status, body } = await this.imageAnswer(id);
    body.destroy();
    return status === 404;
  }

  async keys(): Promise<KeySet> {
    const operation = 'info.keys';
    const url = this.at('infoUrl', '/api/.well-known/jwks.json');
    const answer = await this.ctx.http.send({ operation, method: 'GET', url });
    if (answer.status !== 200) throw failureOf(operation, answer);
    return readBody(operation, keySet, answer.json());
  }

  /** By path for ids of the documented shape; any other id goes in the header, where it cannot change the address. */
  private resultAddress(sessionId: string): Pick<HttpCall, 'url' | 'headers'> {
    if (documentedSessionId.test(sessionId)) return { url: this.at('infoUrl', '/api/v1/info/', sessionId) };
    return { url: this.at('infoUrl', '/api/v1/info'), headers: { 'UQ-Session-ID': sessionId } };
  }

  private imageAnswer(id: string): Promise<HttpStream> {
    const url = this.at('infoUrl', '/api/v1/info/img/', id);
    const call: HttpCall = { operation: imageOperation, method: 'GET', url, ...largeBody };
    return this.withToken(call, (authorized) => this.open(authorized));
  }

  private authorized(call: HttpCall): Promise<HttpAnswer> {
    return this.withToken(call, (authorized) => this.ctx.http.send(authorized));
  }

  /** A call with the account's token; a refused token is renewed once and the call repeated once. */
  private async withToken<A extends { status: number }>(
    call: HttpCall,
    make: (authorized: HttpCall) => Promise<A>,
  ): Promise<A> {
    const using = (token: string) => {
      return make({ ...call, headers: { ...call.headers, authorization: `Bearer ${token}` } });
    };
    const token = await accessToken(this.ctx);
    const answer = await using(token);
    return answer.status === 401 ? using(await accessToken(this.ctx, token)) : answer;
  }

  /** Of what is no success only the status is looked at, so nothing of it is left open. */
  private async open(call: HttpCall): Promise<HttpStream> {
    const answer = await this.ctx.http.open(call);
    if (!isSuccess(answer)) answer.body.destroy();
    return answer;
  }

  private at(base: 'sessionUrl' | 'infoUrl', path: string, segment = ''): string {
    return new URL(path + encodeURIComponent(segment), this.ctx.account.settings[base]).href;
  }
}
