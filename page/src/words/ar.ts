import type { Language } from "../words";
import { en } from "./en";
export const ar: Language["words"] = { ...en };
