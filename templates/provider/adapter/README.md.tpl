# {{id}}

{{title}}. The person is sent to the vendor's page (hand-off `redirect`); the vendor decides; the gateway polls the status and then reads the result.

## Set up

1. Ask the vendor for an API key and, for webhooks, a webhook secret.
2. Create a provider account: `settings {"baseUrl": "https://…"}`, `credentials {"apiKey", "webhookSecret"?}`.
3. Register the webhook at the vendor: `<gateway>/v1/callbacks/<account id>`.
4. Allow the addresses to which people return in the tenant's `allowedOrigins`. The return is not the result.

| setting | default | says |
|---|---|---|
| `baseUrl` | – | scheme and host, no path |
| `pollSeconds` | 10 | first polling interval; it grows to 60 |

| flow option | does |
|---|---|
| `workflow` | a workflow made in the vendor's dashboard |

## Status

| vendor | gateway |
|---|---|
| `created` | `pending` |
| `started` | `in_progress` |
| `submitted` | `processing` |
| `approved`, `declined`, `review` | the result is collected |
| `cancelled`, `expired` | the same |
| anything else | no change, noted in the history |

## Assumptions

Not documented by the vendor; each stands in one place of the code. None yet.
