import { ar } from './messages.ar.js';
import { en } from './messages.en.js';
import { fr } from './messages.fr.js';

const languages = {
  ar: { dir: 'rtl', texts: ar },
  en: { dir: 'ltr', texts: en },
  fr: { dir: 'ltr', texts: fr },
};

/** The first of these BCP 47 tags that the page can speak, else English: `{tag, dir, texts}`. */
export function languageFor(...wanted) {
  for (const tag of wanted) {
    const primary = typeof tag === 'string' ? tag.toLowerCase().split('-')[0] : '';
    if (Object.hasOwn(languages, primary)) return { tag, ...languages[primary] };
  }
  return { tag: 'en', ...languages.en };
}
