/** What auditors ask, as addresses. `place` says where in the made-up history the question looks. */
export function questionsOf({ deepSession, deepEntry, middle, sessionIds, tenantId, adminSubject }) {
  const hour = 3_600_000;
  const at = (ms) => encodeURIComponent(new Date(middle + ms).toISOString());
  const sessions = (query = '') => `/v1/audit/sessions?limit=50${query}`;
  const entries = (query = '') => `/v1/audit/entries?limit=50${query}`;
  const ofPersons = (query) =>
    sessionIds.map((_, index) => sessions(query.replace('?', String(17 * index + 5))));
  const created = `&createdFrom=${at(-24 * hour)}&createdTo=${at(0)}`;
  const ended = `&endedFrom=${at(-2 * hour)}&endedTo=${at(0)}`;
  return [
    ['sessions: first page', [sessions()]],
    ['sessions: deep page', [sessions(`&cursor=${deepSession}`)]],
    ['sessions: frequent status', [sessions('&status=approved')]],
    ['sessions: rare status', [sessions('&status=in_review')]],
    ['sessions: two statuses', [sessions('&status=failed&status=cancelled')]],
    ['sessions: provider', [sessions('&provider=vove')]],
    ['sessions: provider, deep page', [sessions(`&provider=uqudo&cursor=${deepSession}`)]],
    ['sessions: rare flow', [sessions('&flow=seldom')]],
    ['sessions: outcome', [sessions('&outcome=review')]],
    ['sessions: attempts', [sessions('&attempts=3')]],
    ['sessions: revised', [sessions('&hasRevision=true')]],
    ['sessions: person', ofPersons('&refId=user-?')],
    ['sessions: external id', ofPersons('&externalId=order-?')],
    ['sessions: created on a day', [sessions(created)]],
    ['sessions: ended within hours', [sessions(ended)]],
    ['sessions: ended since', [sessions(`&endedFrom=${at(0)}`)]],
    ['sessions: day, status, provider', [sessions(`${created}&status=declined&provider=innovatrics`)]],
    ['sessions: ended, outcome, flow', [sessions(`${ended}&outcome=approved&flow=full`)]],
    ['sessions: rare mixture', [sessions('&flow=seldom&attempts=3&provider=innovatrics')]],
    ['sessions: none such', [sessions('&status=failed&outcome=review&attempts=3')]],
    [
      'sessions: everything at once',
      ofPersons(
        `&refId=user-?&status=approved&provider=uqudo&outcome=approved&attempts=1&hasRevision=false&flow=default${created}`,
      ),
    ],
    ['sessions: of the platform', [sessions()], 'platform'],
    ['sessions: of a tenant, by the platform', [sessions(`&tenantId=${tenantId}&provider=vove`)], 'platform'],
    ['sessions: of the platform, rare mixture', [sessions('&flow=seldom&attempts=3')], 'platform'],
    ['one session with its timeline', sessionIds.map((id) => `/v1/audit/sessions/${id}`)],
    ['entries: first page', [entries()]],
    ['entries: deep page', [entries(`&cursor=${deepEntry}`)]],
    ['entries: rare type', [entries('&type=routing.changed')]],
    ['entries: frequent type', [entries('&type=session.created')]],
    ['entries: family of types', [entries('&type=session.*')]],
    ['entries: actor', [entries('&actor=key_1')]],
    ['entries: rare actor', [entries('&actor=key_admin')]],
    ['entries: actor and type', [entries('&actor=key_9&type=session.result_viewed')]],
    ['entries: times', [entries(`&from=${at(-hour)}&to=${at(0)}`)]],
    [
      'entries: times, actor, type',
      [entries(`&from=${at(-hour)}&to=${at(0)}&actor=uqudo&type=session.approved`)],
    ],
    ['entries: of a session', sessionIds.map((id) => entries(`&subject=${id}`))],
    ['entries: of the routing', [entries(`&subject=${adminSubject}`)]],
    ['entries: of the platform', [entries()], 'platform'],
  ];
}
