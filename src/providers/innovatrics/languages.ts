/** The languages of the web enrolment, in the vendor's own spelling (its `jp-JP` is Japanese). */
const codes = [
  'ar-SA',
  'cs-CZ',
  'da-DK',
  'de-DE',
  'en-US',
  'es-ES',
  'fi-FI',
  'fr-FR',
  'fr-CA',
  'hu-HU',
  'jp-JP',
  'lv-LV',
  'pt-PT',
  'ro-RO',
  'sk-SK',
  'sv-SE',
  'uk-UA',
] as const;

/** The vendor's language for a BCP 47 locale: the very one, else the same language elsewhere. */
export function languageFor(locale: string | null): string | undefined {
  const wanted = (locale ?? '').toLowerCase().replace(/^ja\b/, 'jp');
  const language = wanted.split('-')[0];
  return (
    codes.find((code) => code.toLowerCase() === wanted) ??
    codes.find((code) => code.split('-')[0] === language)
  );
}
