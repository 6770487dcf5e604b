"""Words that mean the same in a shop."""

SAME = tuple(
    tuple(group.split())
    for group in (
        "trousers pants slacks",
        "sweater jumper pullover",
        "sneakers trainers",
        "purse clutch pouch",
        "tie necktie",
        "sofa couch settee",
        "underwear briefs boxers trunks",
        "waistcoat vest gilet",
        "bracelet bangle",
        "mug cup",
        "shipping delivery postage deliver",
        "parcel package",
        "damaged broken defective faulty",
        "present gift",
        "perfume fragrance cologne",
        "mittens gloves",
    )
)
