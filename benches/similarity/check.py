#!/usr/bin/env python3
"""Writes expected.json: what SDMetrics itself says to some pairs of columns.

    pip install sdmetrics==0.32.0 && python3 benches/similarity/check.py

The unit tests of src/report/similarity.rs compare their figures with these, to 1e-9. With --check nothing is written, and a difference is an
error.
"""

import json
import pathlib
import random
import sys

import pandas as pd
from sdmetrics.column_pairs import CorrelationSimilarity
from sdmetrics.multi_table import CardinalityShapeSimilarity
from sdmetrics.single_column import KSComplement, TVComplement

FILE = pathlib.Path(__file__).with_name("expected.json")


def numbers():
    chance = random.Random(7)
    normal = [round(chance.gauss(0, 1), 6) for _ in range(200)]
    wider = [round(chance.gauss(0.3, 2), 6) for _ in range(150)]
    tail = [round(chance.lognormvariate(5, 1.5), 2) for _ in range(180)]
    few = [chance.randint(1, 6) for _ in range(90)]
    return [
        ("same", normal, normal),
        ("wider", normal, wider),
        ("tail", normal, tail),
        ("ties", few, [chance.randint(2, 6) for _ in range(77)]),
        ("apart", [1, 2, 3], [7, 8]),
        ("single", [5], [5, 6]),
    ]


def words():
    return [
        ("same", ["a", "b", "b"], ["b", "a", "b"]),
        ("new word", ["a"] * 60 + ["b"] * 40, ["a"] * 50 + ["b"] * 30 + ["c"] * 20),
        ("lost word", ["a"] * 60 + ["b"] * 40, ["a"] * 10),
        ("apart", ["a", "b"], ["c"]),
    ]


def pairs():
    chance = random.Random(11)

    def pair(slope, count):
        x = [round(chance.gauss(0, 1), 6) for _ in range(count)]
        return [x, [round(slope * value + chance.gauss(0, 1), 6) for value in x]]

    return [("alike", pair(2, 120), pair(1.8, 100)), ("against", pair(1, 80), pair(-1, 90)), ("none", pair(0, 60), pair(3, 60))]


def children():
    chance = random.Random(13)
    few, many = range(40), range(30)
    return [
        ("spread", (few, [chance.randrange(40) for _ in range(200)]), (many, [chance.randrange(30) for _ in range(150)])),
        ("skewed", (few, [chance.randrange(40) for _ in range(90)]), (many, [min(chance.randrange(30), chance.randrange(30)) for _ in range(90)])),
    ]


def counts(parents, keys):
    return [sum(1 for key in keys if key == parent) for parent in parents]


def cardinality(first, second):
    metadata = {
        "tables": {"p": {"primary_key": "id", "columns": {"id": {"sdtype": "id"}}}, "c": {"columns": {"p": {"sdtype": "id"}}}},
        "relationships": [
            {"parent_table_name": "p", "child_table_name": "c", "parent_primary_key": "id", "child_foreign_key": "p"}
        ],
    }

    def tables(side):
        return {"p": pd.DataFrame({"id": list(side[0])}), "c": pd.DataFrame({"p": side[1]})}

    return CardinalityShapeSimilarity.compute(tables(first), tables(second), metadata)


def cases():
    for name, first, second in numbers():
        score = KSComplement.compute(pd.Series(first), pd.Series(second))
        yield {"metric": "ks_complement", "name": name, "first": first, "second": second, "score": float(score)}
    for name, first, second in words():
        score = TVComplement.compute(pd.Series(first), pd.Series(second))
        yield {"metric": "tv_complement", "name": name, "first": first, "second": second, "score": float(score)}
    for name, first, second in pairs():
        frame = lambda pair: pd.DataFrame({"x": pair[0], "y": pair[1]})
        score = CorrelationSimilarity.compute(frame(first), frame(second))
        yield {"metric": "correlation", "name": name, "first": first, "second": second, "score": float(score)}
    for name, first, second in children():
        score = cardinality(first, second)
        yield {
            "metric": "cardinality_shape",
            "name": name,
            "first": counts(*first),
            "second": counts(*second),
            "score": float(score),
        }


def main():
    text = "[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]\n"
    if "--check" in sys.argv:
        known, found = json.loads(FILE.read_text()), json.loads(text)
        wrong = [case["name"] for case, other in zip(known, found) if abs(case["score"] - other["score"]) > 1e-9]
        sys.exit(f"other figures: {wrong}" if wrong or len(known) != len(found) else 0)
    FILE.write_text(text)


main()
