# {{title}}: what is known of the protocol

How to set an account up, options and the mapping of checks:
[the adapter's README](../../src/providers/{{id}}/README.md). What the weights mean:
[uqudo.md](uqudo.md#uqudo-what-is-known-of-the-protocol).

This page begins with what the stand-in speaks. Put what the vendor documents in its place, with the weight of each fact.

## Start

| fact | weight |
|---|---|
| `POST /v1/verifications` `{reference, returnUrl?, workflow?}`, `Authorization: Bearer` | assumed |
| `Idempotency-Key`: the same key brings the same verification | assumed |
| answers `id`, `url`, `expiresAt`; `POST …/{id}/link` brings a fresh link | assumed |

## Result

| fact | weight |
|---|---|
| `GET /v1/verifications/{id}`: `created` `started` `submitted` `review` `approved` `declined` `cancelled` `expired` | assumed |
| `GET …/{id}/result`, 409 while there is none; `GET …/{id}/images/{name}` | assumed |

## Webhook

`{id, verification, status}` with `{{id}}-timestamp` and `{{id}}-signature`, the hex HMAC-SHA256 of `<timestamp>.<body>` (assumed). An event keeps its id when it is sent again.

## Ending

`POST …/{id}/cancel` gives up; `DELETE …/{id}` erases at once; both may be repeated (assumed).
