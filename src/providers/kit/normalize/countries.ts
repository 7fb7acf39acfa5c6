// The package's main entry also loads the countries' names in every language.
import countries from 'i18n-iso-countries/index.js';

/** Codes that stand in machine-readable zones (ICAO 9303 part 3) but not in ISO 3166-1. */
const inTravelDocuments: Readonly<Record<string, string>> = {
  D: 'DEU',
  GBD: 'GBR',
  GBN: 'GBR',
  GBO: 'GBR',
  GBP: 'GBR',
  GBS: 'GBR',
  RKS: 'XKX',
  ROM: 'ROU',
  ZIM: 'ZWE',
};

/** An alpha-3, alpha-2 or travel-document code → ISO 3166-1 alpha-3; stateless, organizations and unknown codes → null. */
export function alpha3(value: string | null | undefined): string | null {
  const code = (value ?? '').trim().replace(/<+$/, '').toUpperCase();
  const special = Object.hasOwn(inTravelDocuments, code) ? inTravelDocuments[code] : undefined;
  if (special !== undefined) return special;
  if (/^[A-Z]{3}$/.test(code)) return countries.alpha3ToAlpha2(code) === undefined ? null : code;
  return /^[A-Z]{2}$/.test(code) ? (countries.alpha2ToAlpha3(code) ?? null) : null;
}
