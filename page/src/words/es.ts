import type { Language } from "../words";
import { en } from "./en";
export const es: Language["words"] = { ...en };
