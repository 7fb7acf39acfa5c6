/** What auditors ask, as addresses. `place` says where in the made-up history the question looks. */
export function questionsOf({ deepSession, deepEntry, middle, sessionIds, tenantId, adminSubject }) {
  const hour = 3_600_000;
  const at = (ms) => encodeURIComponent(new Date(middle + ms).toISOString());
  const sessions = (query = '') => `/v1/audit/sessions?limit=50${query}`;
  const entries = (query = '') => `/v1/audit/entries?limit=50${query}`;
  const ofPersons = (query) =>
    sessionIds.map((_, index) => sessions(query.replace('?', String(17 * index + 5))));
  const always = (...addresses) => addresses;
  const created = `&createdFrom=${at(-24 * hour)}&createdTo=${at(0)}`;
  const ended = `&endedFrom=${at(-2 * hour)}&endedTo=${at(0)}`;
  return [
    ['sessions: first page', always(sessions())],
    ['sessions: deep page', always(sessions(`&cursor=${deepSession}`))],
    ['sessions: frequent status', always(sessions('&status=approved'))],
    ['sessions: rare status', always(sessions('&status=in_review'))],
    ['sessions: two statuses', always(sessions('&status=failed&status=cancelled'))],
    ['sessions: provider', always(sessions('&provider=vove'))],
    ['sessions: provider, deep page', always(sessions(`&provider=uqudo&cursor=${deepSession}`))],
    ['sessions: rare flow', always(sessions('&flow=seldom'))],
    ['sessions: outcome', always(sessions('&outcome=review'))],
    ['sessions: attempts', always(sessions('&attempts=3'))],
    ['sessions: revised', always(sessions('&hasRevision=true'))],
    ['sessions: person', ofPersons('&refId=user-?')],
    ['sessions: external id', ofPersons('&externalId=order-?')],
    ['sessions: created on a day', always(sessions(created))],
    ['sessions: ended within hours', always(sessions(ended))],
    ['sessions: ended since', always(sessions(`&endedFrom=${at(0)}`))],
    ['sessions: day, status, provider', always(sessions(`${created}&status=declined&provider=innovatrics`))],
    ['sessions: ended, outcome, flow', always(sessions(`${ended}&outcome=approved&flow=full`))],
    ['sessions: rare mixture', always(sessions('&flow=seldom&attempts=3&provider=innovatrics'))],
    ['sessions: none such', always(sessions('&status=failed&outcome=review&attempts=3'))],
    [
      'sessions: everything at once',
      ofPersons(
        `&refId=user-?&status=approved&provider=uqudo&outcome=approved&attempts=1&hasRevision=false&flow=default${created}`,
      ),
    ],
    ['sessions: of the platform', always(sessions()), 'platform'],
    [
      'sessions: of a tenant, by the platform',
      always(sessions(`&tenantId=${tenantId}&provider=vove`)),
      'platform',
    ],
    ['sessions: of the platform, rare mixture', always(sessions('&flow=seldom&attempts=3')), 'platform'],
    ['one session with its timeline', sessionIds.map((id) => `/v1/audit/sessions/${id}`)],
    ['entries: first page', always(entries())],
    ['entries: deep page', always(entries(`&cursor=${deepEntry}`))],
    ['entries: rare type', always(entries('&type=routing.changed'))],
    ['entries: frequent type', always(entries('&type=session.created'))],
    ['entries: family of types', always(entries('&type=session.*'))],
    ['entries: actor', always(entries('&actor=key_1'))],
    ['entries: rare actor', always(entries('&actor=key_admin'))],
    ['entries: actor and type', always(entries('&actor=key_9&type=session.result_viewed'))],
    ['entries: times', always(entries(`&from=${at(-hour)}&to=${at(0)}`))],
    [
      'entries: times, actor, type',
      always(entries(`&from=${at(-hour)}&to=${at(0)}&actor=uqudo&type=session.approved`)),
    ],
    ['entries: of a session', sessionIds.map((id) => entries(`&subject=${id}`))],
    ['entries: of the routing', always(entries(`&subject=${adminSubject}`))],
    ['entries: of the platform', always(entries()), 'platform'],
  ];
}
