// The languages that the page speaks. Another is one more file like en.ts, and its line here.

import type { Language } from "../words";
import { ar } from "./ar";
import { en } from "./en";
import { es } from "./es";

export const languages: Record<string, Language> = {
  en: { name: "English", direction: "ltr", words: en },
  es: { name: "Español", direction: "ltr", words: es },
  ar: { name: "العربية", direction: "rtl", words: ar },
};
