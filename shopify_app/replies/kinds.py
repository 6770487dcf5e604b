"""Kinds of situation a merchant can name instead of describing them: how shoppers put each.

`phrases` are compared with a message by meaning, `signs` are words that leave little doubt. Signs
ask for the context that makes them one: “my lawyer”, not any lawyer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    title: str
    phrases: tuple[str, ...]
    signs: tuple[re.Pattern[str], ...] = ()
    unless: re.Pattern[str] | None = None
    """What takes a sign back when it stands before it in the clause."""


def signs(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{pattern})\b", re.I) for pattern in patterns)


_not_asking = (
    r"(?:(?!(?:see|know|track|check|follow|find|view|understand)\w*\b"
    r"|(?:do|doing|about|whether|how|when|what|which|where)\b)\w+ ){0,4}"
)
_refund = (
    r"(?:refund(?:ed|s)?|reimburse(?:d|ments?)|my money back)"
    r"(?! (?:polic|status|conditions|terms|rules|process|date|to be|take))"
)
ASKING = re.compile(
    r"\b(?:how|when|where|which|what|whether|why|if|(?:can|could|may|do|should|must) i)\b[^,]*$",
    re.I,
)
"""“How do I request a refund” and “when can I demand a refund” ask about refunds."""
_you = r"(?:you|your|u|ur|this|the)(?: \w+)?"

KINDS: Mapping[str, Kind] = {
    "refund": Kind(
        "Someone demands a refund",
        (
            "I want a refund",
            "I want my money back now",
            "Please refund my order",
            "Give me a full refund",
            "I demand a refund for this",
            "I need help getting a refund for what I bought",
            "Reimburse me for my purchase",
            "Return my money, I am not happy with it",
            "How do I get my money back for this order?",
            "I am asking for a refund of 50 dollars",
        ),
        signs(
            # Who expects a refund may have been promised one.
            rf"i(?:'d| would)? (?:want|need|demand|like|request) {_not_asking}{_refund}",
            r"please (?:\w+ ){0,2}(?:process|issue|give|send) (?:\w+ ){0,2}refund",
            r"refund (?:me|my (?:\w+ ){0,2}(?:order|purchase|money)|it now|it please)",
            rf"(?:i )?(?:demand|insist on|want|need|expect) {_not_asking}refund"
            r"(?: now| immediately| right now| today| asap)",
            r"give me my money back|refund me",
            r"i (?:demand|insist on) (?:\w+ ){0,2}(?:refund|my money)",
        ),
        unless=ASKING,
    ),
    "damaged_item": Kind(
        "An item arrived damaged or does not work",
        (
            "My order arrived damaged",
            "The mug was broken when I opened the box",
            "It came with a crack in it",
            "The item I received is defective",
            "It stopped working after one day",
            "The glass was shattered in the package",
            "There is a hole in the sweater you sent me",
            "The zipper is broken on the jacket I got",
            "The product is faulty",
            "The parcel was crushed and the contents ruined",
            "It does not turn on",
            "It was torn when it came",
        ),
        signs(
            r"(?:was|were) (?:\w+ )?(?:damaged|broken|smashed|cracked|shattered|chipped|torn|ripped"
            r"|dented|faulty|defective|snapped) (?:when|on arrival|out of|in the (?:box|package))",
            r"(?:it|they|which) (?:\w+ )?stopped working|damaged in transit",
            r"fell apart|broke (?:after|the first|within)",
            r"has (?:a|an) (?:\w+ )?(?:hole|crack|dent|scratch|stain|tear|defect)",
            r"(?:does not|doesn't|won't) (?:turn|switch|power) on",
            r"(?:arrived|came|received|delivered|turned up|showed up)(?: \w+){0,4}"
            r" (?:damaged|broken|smashed|cracked|shattered|torn|ripped|crushed|dented|defective"
            r"|faulty|in pieces)",
        ),
    ),
    "wrong_item": Kind(
        "The wrong item was sent",
        (
            "I received the wrong item",
            "You sent me someone else's order",
            "This is not what I ordered",
            "I ordered blue and got green",
            "You sent the wrong size",
            "The box had a different product in it",
            "I got something I did not order",
            "The color is not the one I chose",
        ),
        signs(
            r"sent me (?:the wrong|(?:someone|somebody) else's|a different)",
            r"(?:got|received|have) (?:someone|somebody) else's (?:order|parcel|package|item)",
            r"ordered (?:\w+ ){1,4}(?:and|but) (?:i )?(?:got|received|you sent)",
            r"(?:sent|received|got|delivered)(?: \w+){0,2} (?:the )?wrong"
            r" (?:item|product|thing|order|colou?r|package|parcel|article)",
            r"(?:not|isn'?t) what i ordered",
        ),
    ),
    "lost_parcel": Kind(
        "A parcel is lost or stolen",
        (
            "My package never arrived",
            "The parcel says delivered but I never got it",
            "My delivery was stolen from the porch",
            "I think my package is lost",
            "It was marked as delivered and is not here",
            "My order has been missing for weeks",
            "The tracking has not moved for two weeks, the parcel must be lost",
            "Somebody took my package",
        ),
        signs(
            r"(?:stole|stolen|swiped) (?:my|the|from my) (?:\w+ )?(?:package|parcel|delivery|box"
            r"|order|porch|front door)",
            r"(?:package|parcel|order|delivery)(?: \w+){0,4} (?:lost|vanished|disappeared) in"
            r" (?:the )?(?:mail|post|transit)",
            r"never (?:received|got) (?:my|the) (?:package|parcel|order|delivery|shipment)",
            r"(?:package|parcel|order|delivery)(?: \w+){0,3} (?:never arrived|never came"
            r"|was stolen|got stolen|was lost|got lost|is lost|has been lost)",
            r"(?:says|shows|marked|marked as)(?: \w+){0,2} delivered(?:[ ,]+\w+){0,3}"
            r" (?:never|not|nothing|didn'?t|haven'?t|isn'?t)",
        ),
    ),
    "legal_threat": Kind(
        "Someone threatens with the law",
        (
            "I will sue you",
            "You will hear from my lawyer",
            "I am taking legal action against your company",
            "I will see you in court",
            "My attorney will contact you",
            "I am going to report you to consumer protection",
            "I will file a lawsuit",
            "I am taking this to small claims court",
            "This is illegal and I will press charges",
            "I am reporting your shop to the authorities",
            "This is fraud, I am going to the police",
        ),
        signs(
            r"(?:going|go|take (?:you|this)|taking (?:you|this)) to court|lawsuit|press charges",
            r"legal (?:consequences|proceedings)|(?:letter from|consult(?:ing|ed)?) (?:a|my|our)"
            r" (?:lawyer|attorney|solicitor)",
            r"(?:file|filing|filed) (?:a )?police report",
            r"(?:complaint|reported you|report you) (?:to|with) (?:the )?(?:ftc|bbb|ombudsman"
            r"|trading standards|consumer protection)",
            rf"(?:sue|suing) {_you}",
            r"(?:my|our|a) (?:lawyer|attorney|solicitor|legal team)s? (?:will|is|are|has|have|says"
            r"|said|would|to contact)",
            r"(?:from|to|with|contact(?:ed|ing)?|speak(?:ing)? to|call(?:ed|ing)?) (?:my|our)"
            r" (?:lawyer|attorney|solicitor)s?",
            r"(?:take|taking|took|pursue|pursuing|start|initiate|considering) (?:this )?legal"
            r" (?:action|steps|proceedings)",
            r"(?:small claims|(?:see|take|taking|meet) (?:you|this|it|them)(?: all)? (?:in|to))"
            r" court",
            r"(?:file|filing|filed) (?:a |this )?(?:law)?suit|class action",
            r"(?:report|reporting) (?:you|this|your \w+) to (?:the )?(?:authorities|ftc|police"
            r"|trading standards|attorney general|consumer protection|bbb)",
        ),
    ),
    "medical": Kind(
        "Someone was harmed, or asks for medical advice",
        (
            "I got a rash from your cream",
            "I had an allergic reaction to your product",
            "My skin is burning after using it",
            "It made me sick",
            "My child swallowed a part of it",
            "I had to go to the hospital after using this",
            "Can I take this with my medication?",
            "Will this cure my eczema?",
            "My face is swollen since I used the serum",
            "I feel dizzy after taking the supplement",
            "Is it safe with my heart condition?",
            "My dog is ill after eating your treats",
        ),
        signs(
            r"(?:broke|breaking) out in (?:a rash|hives)|anaphyla\w+",
            r"(?:rash|hives|blisters|swollen|burning)(?: \w+){0,5} (?:after|since)",
            r"(?:cure|treat|heal)s? (?:my |your )?(?:eczema|psoriasis|acne|arthritis|depression"
            r"|anxiety|cancer|diabetes|migraines?)",
            r"(?:take|use|taking|using) (?:\w+ ){0,3}(?:with|while) (?:\w+ ){0,3}(?:medication"
            r"|medicine|blood thinners|antidepressants)",
            r"food poisoning|(?:threw up|vomited) (?:after|from)",
            r"(?:had|have|having|got|getting|suffered) (?:an? )?(?:\w+ )?(?:allergic reaction"
            r"|anaphyla\w+)",
            r"(?:gave|given|giving) (?:me|my \w+|him|her) (?:an? )?(?:\w+ )?(?:rash|hives|burns?"
            r"|blisters)",
            r"(?:ended up|had to go|went|was taken|rushed) (?:in|to) (?:the )?(?:hospital|er|a&e"
            r"|emergency room)",
            r"made (?:me|us|him|her|my \w+) (?:\w+ )?(?:sick|ill|vomit|throw up)",
        ),
    ),
    "safety": Kind(
        "Someone says that a product is dangerous",
        (
            "Your lamp caught fire",
            "The charger exploded",
            "It gave me an electric shock",
            "The chair collapsed and I got hurt",
            "I cut myself on a sharp edge of your product",
            "The battery is smoking and very hot",
            "My kid was injured by this toy",
            "This product is dangerous",
            "It melted and burned the table",
            "A piece of metal was in the food",
            "The helmet strap broke while I was riding and I was injured",
        ),
        signs(
            r"blew up|gave way and|(?:choked|choking) on|brakes? failed",
            r"(?:shards?|pieces?) of (?:\w+ )?(?:glass|metal|plastic) in",
            r"smoke (?:is |was )?(?:coming|came)",
            r"(?:burned|burnt|cut) (?:my|his|her) (?:hand|finger|leg|foot|arm|lip|face|skin)",
            r"(?:caught|on|catch|caused a) fire|(?:burst|went up) (?:in|into) flames",
            r"(?:exploded|electrocuted|electric shock|shocked me|started smoking)",
            r"(?:i|he|she|we|child|son|daughter|kid|baby|husband|wife) (?:was|got|were|is|were"
            r" badly|was badly) (?:injured|hurt|burned|burnt|cut)",
        ),
    ),
    "chargeback": Kind(
        "Someone disputes the payment at their bank",
        (
            "I will dispute the charge with my bank",
            "I am filing a chargeback",
            "I asked my credit card company to reverse the payment",
            "I opened a PayPal dispute",
            "My bank will take the money back from you",
            "I am going to contest this charge on my card",
            "I will call my bank and stop the payment",
            "I have opened a case with PayPal against you",
        ),
        signs(
            r"(?:reverse|claw back|stop) (?:the|this|my|that) (?:charge|payment|transaction)",
            r"(?:filed|opened) a (?:claim|dispute|case) (?:with|at|through) (?:my |the )?"
            r"(?:bank|visa|mastercard|amex|paypal|klarna|card)",
            r"charge ?-?backs?",
            r"disput(?:e|ing|ed) (?:\w+ ){0,3}(?:charge|payment|transaction|purchase)s?",
            r"(?:open(?:ed|ing)?|fil(?:e|ed|ing)|start(?:ed|ing)?|rais(?:e|ed|ing)) (?:a |the )?"
            r"(?:paypal |bank |card )*(?:dispute|case with (?:paypal|my bank|visa|amex))",
        ),
    ),
    "press": Kind(
        "Press, or someone who threatens to go public",
        (
            "I am a journalist writing about your company",
            "I work for a newspaper and have questions for your press office",
            "Do you have a press contact?",
            "Could we interview your founder for our magazine?",
            "We are making a documentary about your brand",
            "I am a reporter, please comment by Friday",
            "Where can I find your press kit?",
            "I will go to the media with this",
            "I am writing an article about your products and need a statement",
        ),
        signs(
            r"i (?:write|work) for (?:the |a )?(?:\w+ )?"
            r"(?:newspaper|magazine|tv station|radio station)",
            r"interview (?:you|your|the) (?:\w+ )?(?:founder|ceo|owner|director)",
            r"(?:doing|writing|working on) an? (?:\w+ )?(?:story|article|piece|feature|documentary)"
            r" (?:on|about)",
            r"i(?:'m| am) a (?:\w+ )?(?:journalist|reporter)",
            r"(?:press|media) (?:office|contact|inquiry|enquiry|request|kit|team|relations"
            r"|inquiries|enquiries)",
            r"(?:go|going|went|take this|taking this) to the (?:press|media|newspapers)",
        ),
    ),
    "privacy_request": Kind(
        "Someone wants their personal data",
        (
            "Delete all my personal data",
            "I want a copy of the data you have about me",
            "Under the GDPR I request access to my information",
            "Please erase my personal information from your systems",
            "Remove my data, I do not consent any more",
            "Which personal data do you store about me? Send it to me",
            "I want to exercise my right to be forgotten",
        ),
        signs(
            r"(?:delete|erase|wipe|forget) (?:all )?(?:of )?my (?:\w+ )?"
            r"(?:data|information|records)",
            r"(?:gdpr|ccpa|data subject)(?: access)? (?:request|erasure|deletion)",
            r"withdraw my consent",
            r"(?:delete|erase|remove|copy of|access to|export) (?:all )?(?:of )?(?:my|the) personal"
            r" (?:data|information|details)",
            r"right to (?:be forgotten|erasure)|subject access request",
        ),
    ),
}
