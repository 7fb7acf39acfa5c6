/** Every error code of the API: its HTTP status, what it means and what to do about it. */
interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly help: string;
}

export const problemKinds = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    help: 'Each entry of `errors` names a field by its path and says what is wrong with it. Fields that the API does not know are refused, too.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not valid',
    help: 'Use `nextCursor` of the page before, unchanged and with the same filters, or leave the cursor out to begin anew.',
  },
  return_url_not_allowed: {
    status: 400,
    title: 'The return address is not allowed',
    help: "The origin of `returnUrl` must be one of the tenant's `allowedOrigins`. Ask an admin to add it.",
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication is needed',
    help: 'Send `Authorization: Bearer <key>` with a key that exists, has not expired and has not been revoked.',
  },
  signature_invalid: {
    status: 401,
    title: 'The signature is not valid',
    help: 'The callback is not authentic, or the account has no secret to verify it with.',
  },
  forbidden: {
    status: 403,
    title: 'The key may not do this',
    help: 'Use a key whose role carries the permission that the operation names in the API description.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    help: 'There is no such thing within the reach of this key. A key of mode `test` does not see what is `live`, and the other way round.',
  },
  session_state_conflict: {
    status: 409,
    title: 'The session is in another state',
    help: 'Read the session: what was asked is not possible in its present status.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this key is still at work',
    help: 'Wait a moment and repeat the request with the same `Idempotency-Key`.',
  },
  version_conflict: {
    status: 409,
    title: 'Somebody else changed it meanwhile',
    help: 'Read it again and repeat the change on the present version.',
  },
  last_admin_key: {
    status: 409,
    title: 'It is the last admin key of the platform',
    help: 'Create another admin key of the platform first: without one nobody could.',
  },
  already_exists: {
    status: 409,
    title: 'It exists already',
    help: 'Choose another name, or change the existing one.',
  },
  session_erased: {
    status: 410,
    title: 'The personal data has been erased',
    help: 'Nothing personal is left of this session. Its history remains.',
  },
  media_gone: {
    status: 410,
    title: 'The image is gone',
    help: 'It could not be had from the provider, or has been erased. The list of the session says which are there.',
  },
  payload_too_large: {
    status: 413,
    title: 'The request body is too large',
    help: 'Requests may have up to 256 KiB, callbacks of vendors 15 MiB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The content type is not supported',
    help: 'Send JSON with `Content-Type: application/json`.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key belongs to another request',
    help: 'Use a fresh `Idempotency-Key` for a request with another body or another address.',
  },
  capability_unsupported: {
    status: 422,
    title: 'The provider cannot do this',
    help: 'Choose a provider with this capability, or leave the choice to routing.',
  },
  flow_unknown: {
    status: 422,
    title: 'The flow does not exist',
    help: 'Use a flow of the tenant. The flow `default` always exists.',
  },
  no_provider_available: {
    status: 422,
    title: 'No provider is available',
    help: 'An admin must add and enable a provider account of the same mode (test or live) as the key; `candidates` says why those that there are could not be used.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    help: 'Wait as long as `Retry-After` says.',
  },
  provider_rejected: {
    status: 502,
    title: 'The provider refused the request',
    help: 'The account or the flow is not set up as the provider wants it. `attempts` says which provider gave which answer.',
  },
  provider_malformed: {
    status: 502,
    title: "The provider's answer could not be understood",
    help: "Repeat with a fresh `Idempotency-Key`; if it stays, look at the provider's status page.",
  },
  provider_unavailable: {
    status: 503,
    title: 'The provider is not available',
    help: 'Repeat a little later with a fresh `Idempotency-Key`.',
  },
  shutting_down: {
    status: 503,
    title: 'The gateway is stopping',
    help: 'Repeat the request: another process answers it.',
  },
  provider_timeout: {
    status: 504,
    title: 'The provider did not answer in time',
    help: 'Repeat a little later with a fresh `Idempotency-Key`.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong in the gateway',
    help: 'Repeat the request. If it stays, give the operator the `requestId`.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;
