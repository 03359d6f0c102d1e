// Whether a passphrase is quick to guess for whoever has the files and lets a machine try: few
// letters, or few that differ. It is said once, and no rule.

const letters_min = 12;
const different_min = 6;

const isWeak = (passphrase: string): boolean =>
  [...passphrase].length < letters_min || new Set(passphrase).size < different_min;

/** True once of each that is weak: then it is said, and pressed again it is taken as it is. */
export function warning(): (passphrase: string) => boolean {
  let told_of = "";
  return (passphrase) => {
    if (!isWeak(passphrase) || told_of === passphrase) return false;
    told_of = passphrase;
    return true;
  };
}
