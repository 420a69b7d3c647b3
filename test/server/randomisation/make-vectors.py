"""Writes vectors.golden.json: the draws of `scampaign-1`, computed by a second program.

    python3 test/server/randomisation/make-vectors.py

It shares no code with the service. HMAC comes from Python's own library; the 32-bit FNV-1a hash
and the buckets are those of the GrowthBook SDK, hash version 2.
"""

import hashlib
import hmac
import json
import math
import pathlib

SALT = bytes(range(32))
SLUG = "vectors"
ARMS = {"reveal_only": 0.4, "awareness_message": 0.2, "red_flag_replay": 0.4}
BLOCK_SIZES = [5, 10]
STRATA = ["students", "older_adults", "ผู้สูงอายุ"]
CLUSTERS = ["village 1", "village 2", "หมู่บ้าน 3"]


def mac(key, text):
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest()


def seed(name):
    return mac(SALT, f"scampaign-1/{name}")


SEEDS = {
    "arm": seed("arm"),
    "offerForm": seed("offer-form"),
    "order": seed("order"),
    "booster": seed("booster"),
}


def unit_hash(unit):
    return mac(SEEDS["arm"], f"unit/{unit}").hex()


def fnv1a(text):
    value = 0x811C9DC5
    for character in text:
        value ^= ord(character)
        value = (value * 0x01000193) & 0xFFFFFFFF
    return value


def simple_arm(unit):
    growthbook_seed = mac(SEEDS["arm"], "growthbook").hex()
    bucket = fnv1a(str(fnv1a(growthbook_seed + unit_hash(unit)))) % 10000 / 10000
    start = 0.0
    for arm, weight in ARMS.items():
        if start <= bucket < start + weight:
            return arm
        start += weight
    raise ValueError(bucket)


def numbers(key, label):
    block = 0
    while True:
        data = mac(key, f"{label}/{block}")
        for at in range(0, 32, 4):
            yield int.from_bytes(data[at : at + 4], "big")
        block += 1


def below(words, bound):
    limit = 2**32 - 2**32 % bound
    while True:
        word = next(words)
        if word < limit:
            return word % bound


def blocks(stratum, length):
    arms = []
    number = 0
    while len(arms) < length:
        sizes = numbers(SEEDS["arm"], f"size/{number}/{stratum}")
        size = BLOCK_SIZES[below(sizes, len(BLOCK_SIZES))]
        block = [arm for arm, weight in ARMS.items() for _ in range(round(size * weight))]
        words = numbers(SEEDS["arm"], f"block/{number}/{stratum}")
        for last in range(len(block) - 1, 0, -1):
            other = below(words, last + 1)
            block[last], block[other] = block[other], block[last]
        arms += block
        number += 1
    return arms[:length]


def offer_row(person, pairs_per_wave):
    return below(numbers(SEEDS["offerForm"], f"row/participant:{person}"), math.lcm(*pairs_per_wave))


def twin_first(person, waves):
    words = numbers(SEEDS["order"], f"order/participant:{person}")
    return [below(words, 2) for _ in range(waves)]


people = [f"01938f3e-0000-7000-8000-{n:012x}" for n in range(60)]
vectors = {
    "algorithm": "scampaign-1",
    "salt": SALT.hex(),
    "saltSha256": hashlib.sha256(SALT).hexdigest(),
    "slug": SLUG,
    "allocation": ARMS,
    "blockSizes": BLOCK_SIZES,
    "seeds": {name: value.hex() for name, value in SEEDS.items()},
    "people": [
        {
            "participantId": person,
            "unitHash": unit_hash(f"participant:{person}"),
            "arm": simple_arm(f"participant:{person}"),
            "offerRow": {"2,2": offer_row(person, [2, 2]), "2,3": offer_row(person, [2, 3])},
            "twinFirst": twin_first(person, 3),
        }
        for person in people
    ],
    "clusters": [{"cluster": name, "arm": simple_arm(f"cluster:{name}")} for name in CLUSTERS],
    "blocks": {stratum: blocks(stratum, 120) for stratum in STRATA},
}

target = pathlib.Path(__file__).with_name("vectors.golden.json")
target.write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
