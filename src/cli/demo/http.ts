/** JSON over HTTP, as any app would call it. */
export async function call<T>(method: string, url: string, key: string | null, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(
      `${method} ${new URL(url).pathname} answered ${response.status}: ${await response.text()}`,
    );
  return (await response.json()) as T;
}
