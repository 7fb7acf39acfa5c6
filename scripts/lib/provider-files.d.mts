interface Places {
  readonly adapter: string;
  readonly kit: string;
  readonly sandbox: string;
  readonly sandboxKit: string;
  readonly page?: string;
}
export declare const inTheProgram: Places;
export declare function providerFiles(
  vendor: { readonly id: string; readonly title: string },
  places?: Places,
): Promise<Record<string, string>>;
