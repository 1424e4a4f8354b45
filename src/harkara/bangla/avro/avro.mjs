// Avro phonetic typing for the editor: the same engine as engine.py, driven by the same rules.json.
//
//   import { avro } from "./avro.mjs";
//   const parse = avro(rules);            // rules: the parsed content of rules.json
//   parse("ami banglay gan gai");         // "আমি বাংলায় গান গাই"

// As NFC spells them; the single code points are what older text holds.
const NUKTA_LETTERS = { "\u09dc": "\u09a1\u09bc", "\u09dd": "\u09a2\u09bc", "\u09df": "\u09af\u09bc" };

/** A function from typed text to Bangla, by `rules`. What is no Latin pattern passes unchanged. */
export function avro(rules) {
  const patterns = new Map(rules.patterns.map((pattern) => [pattern.typed, pattern]));
  const longest = Math.max(...[...patterns.keys()].map((typed) => typed.length));
  const vowels = new Set(rules.vowels);
  const consonants = new Set(rules.consonants);
  const caseMatters = new Set(rules.case_matters);

  const small = (letter) => (letter >= "A" && letter <= "Z" ? letter.toLowerCase() : letter);
  const folded = (letter) => (caseMatters.has(small(letter)) ? letter : small(letter));

  const is = {
    vowel: (letter) => vowels.has(small(letter)),
    consonant: (letter) => consonants.has(small(letter)),
    edge: (letter) => !vowels.has(small(letter)) && !consonants.has(small(letter)),
  };

  function holds(conditions, letter) {
    return (conditions ?? "").split(" ").filter(Boolean).every((condition) => {
      const negated = condition.length > 1 && condition.startsWith("!");
      const name = negated ? condition.slice(1) : condition;
      const met = name in is ? is[name](letter) : letter === name;
      return met !== negated;
    });
  }

  return function parse(text) {
    const typed = Array.from(text.split(""), folded);
    let bangla = "";
    let at = 0;
    while (at < typed.length) {
      let length = Math.min(longest, typed.length - at);
      while (length > 0 && !patterns.has(typed.slice(at, at + length).join(""))) length -= 1;
      if (length === 0) {
        bangla += typed[at];
        at += 1;
        continue;
      }
      const pattern = patterns.get(typed.slice(at, at + length).join(""));
      const before = typed[at - 1] ?? "";
      const after = typed[at + length] ?? "";
      const context = pattern.unless?.find((rule) => holds(rule.before, before) && holds(rule.after, after));
      bangla += (context ?? pattern).gives;
      at += length;
    }
    return bangla.replace(/[\u09dc\u09dd\u09df]/g, (single) => NUKTA_LETTERS[single]);
  };
}
