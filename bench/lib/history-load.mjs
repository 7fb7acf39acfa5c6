/** Asks one question of each history in turn, so that whatever else the machine does falls on both. */
export async function askInTurn(histories, index, rounds) {
  const times = Object.fromEntries(Object.keys(histories).map((name) => [name, []]));
  const found = {};
  for (let round = -5; round < rounds; round += 1) {
    for (const [name, { url, keys, questions }] of Object.entries(histories)) {
      const [, addresses, by = 'tenant'] = questions[index];
      const address = url + addresses[Math.abs(round) % addresses.length];
      const began = performance.now();
      const answer = await fetch(address, { headers: { authorization: `Bearer ${keys[by]}` } });
      const body = await answer.json();
      const ms = performance.now() - began;
      if (answer.status !== 200)
        throw new Error(`${address} answered ${answer.status}: ${JSON.stringify(body)}`);
      found[name] = body.data?.length ?? body.timeline?.length;
      if (round >= 0) times[name].push(ms);
    }
  }
  return { question: histories.large.questions[index][0], times, found };
}
