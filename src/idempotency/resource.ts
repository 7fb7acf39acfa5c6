export const CREATES = Symbol('Creates');

/** The thing that a request is to create. */
export interface Resource {
  readonly id: string;
  /** An earlier run with the same key may have created it already. */
  readonly repeated: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    resource?: Resource;
  }
}
