"""The phrases that are always said the same way, by language and formality.

Whole sentences with gaps only for the store's name, and of WAITS for a time. `relaxed` is also
informal in address (tu, du) and `formal` formal (vous, Sie).
"""

from __future__ import annotations

from collections.abc import Mapping

Phrases = Mapping[str, str]

PLAIN: Phrases = {
    "greeting": "Hi, welcome to {name}. What can I help you with?",
    "welcome": "You are welcome. Is there anything else I can help you with?",
    "itself": (
        "I'm the automatic assistant of {name}, not a person. I answer from what the store says,"
        " and our team is there if you need someone."
    ),
    "not_found": (
        "I'm sorry, I don't have that information. Our team will be glad to help you with it."
    ),
    "sign_in": (
        "I can look that up once you are signed in to your account."
        " Please sign in and ask me again."
    ),
    "no_orders": "I can't find that order on your account.",
    "handover": "Our team will be glad to help you in person.",
    "refusal": "I'm sorry, I can't help with that. Our team will be glad to if you need them.",
    "interrupted": "Sorry, I was cut off there. Please ask me again.",
}
BY_MANNER: Mapping[tuple[str, str, str], Phrases] = {
    ("en", "plain", "either"): PLAIN,
    ("en", "plain", "I"): PLAIN,
    ("en", "plain", "we"): {
        "greeting": "Hi, welcome to {name}. What can we help you with?",
        "welcome": "You are welcome. Is there anything else we can help you with?",
        "itself": (
            "This is the automatic assistant of {name}, not a person. It answers from what the"
            " store says, and our team is there if you need someone."
        ),
        "not_found": (
            "We're sorry, we don't have that information here. Our team will be glad to help you"
            " with it."
        ),
        "sign_in": (
            "We can look that up once you are signed in to your account."
            " Please sign in and ask us again."
        ),
        "no_orders": "We can't find that order on your account.",
        "handover": "Our team will be glad to help you in person.",
        "refusal": "We're sorry, we can't help with that here. Our team will be glad to.",
        "interrupted": "Sorry, we were cut off there. Please ask us again.",
    },
    ("en", "relaxed", "I"): {
        "greeting": "Hey, welcome to {name}. What can I do for you?",
        "welcome": "Any time. Anything else I can help with?",
        "itself": (
            "I'm {name}'s automatic assistant, not a person. I answer from what the store says,"
            " and our team is there if you need someone."
        ),
        "not_found": "Sorry, that's one I don't know. Our team will happily sort it out with you.",
        "sign_in": "I can look that up once you're signed in. Sign in and ask me again.",
        "no_orders": "I can't find that order on your account.",
        "handover": "No problem, our team will happily take it from here.",
        "refusal": "Sorry, I can't help with that one. Our team can if you need them.",
        "interrupted": "Sorry, I got cut off there. Ask me again?",
    },
    ("en", "relaxed", "we"): {
        "greeting": "Hey, welcome to {name}. What can we do for you?",
        "welcome": "Any time. Anything else we can help with?",
        "itself": (
            "This is {name}'s automatic assistant, not a person. It answers from what the store"
            " says, and our team is there if you need someone."
        ),
        "not_found": "Sorry, that's one we don't know here. Our team will happily sort it out.",
        "sign_in": "We can look that up once you're signed in. Sign in and ask us again.",
        "no_orders": "We can't find that order on your account.",
        "handover": "No problem, our team will happily take it from here.",
        "refusal": "Sorry, we can't help with that one here. Our team can if you need them.",
        "interrupted": "Sorry, we got cut off there. Ask us again?",
    },
    ("en", "formal", "I"): {
        "greeting": "Welcome to {name}. How may I help you?",
        "welcome": "It is a pleasure. May I help you with anything else?",
        "itself": (
            "I am the automatic assistant of {name} and not a person. I answer from what the"
            " store states, and our team is available should you need someone."
        ),
        "not_found": (
            "I regret that I do not have that information. Our team will be pleased to assist you."
        ),
        "sign_in": (
            "I can look into that once you are signed in to your account."
            " Please sign in and ask again."
        ),
        "no_orders": "I cannot find that order on your account.",
        "handover": "Our team will be pleased to assist you in person.",
        "refusal": "I regret that I cannot help with that. Our team will be pleased to assist you.",
        "interrupted": "I apologise, my answer was interrupted. Please ask again.",
    },
    ("en", "formal", "we"): {
        "greeting": "Welcome to {name}. How may we help you?",
        "welcome": "It is a pleasure. May we help you with anything else?",
        "itself": (
            "This is the automatic assistant of {name} and not a person. It answers from what the"
            " store states, and our team is available should you need someone."
        ),
        "not_found": (
            "We regret that we do not have that information here. Our team will be pleased to"
            " assist you."
        ),
        "sign_in": (
            "We can look into that once you are signed in to your account."
            " Please sign in and ask again."
        ),
        "no_orders": "We cannot find that order on your account.",
        "handover": "Our team will be pleased to assist you in person.",
        "refusal": "We regret that we cannot help with that here. Our team will be pleased to.",
        "interrupted": "We apologise, our answer was interrupted. Please ask again.",
    },
    ("fr", "relaxed", "we"): {
        "greeting": "Bonjour et bienvenue chez {name}. On peut t'aider ?",
        "welcome": "Avec plaisir. On peut t'aider pour autre chose ?",
        "itself": (
            "Ici répond l'assistant automatique de {name}, pas une personne. Il s'appuie sur ce"
            " que dit la boutique ; notre équipe est là si tu as besoin de quelqu'un."
        ),
        "not_found": "Nous n'avons pas cette information. Notre équipe t'aidera volontiers.",
        "sign_in": "Nous pourrons vérifier une fois que tu seras connecté à ton compte.",
        "no_orders": "Nous ne trouvons pas cette commande sur ton compte.",
        "handover": "Notre équipe t'aidera volontiers en personne.",
        "refusal": "Désolés, nous ne pouvons pas aider sur ce point. Notre équipe le pourra.",
        "interrupted": "Désolés, la réponse a été coupée. Tu peux reposer ta question ?",
    },
    ("fr", "formal", "we"): {
        "greeting": "Bonjour et bienvenue chez {name}. Comment pouvons-nous vous aider ?",
        "welcome": "Avec plaisir. Pouvons-nous vous aider pour autre chose ?",
        "itself": (
            "Ici répond l'assistant automatique de {name}, et non une personne. Il s'appuie sur"
            " ce que dit la boutique ; notre équipe est là si vous avez besoin de quelqu'un."
        ),
        "not_found": (
            "Nous sommes désolés, nous n'avons pas cette information. Notre équipe vous aidera"
            " volontiers."
        ),
        "sign_in": "Nous pourrons vérifier une fois que vous serez connecté à votre compte.",
        "no_orders": "Nous ne trouvons pas cette commande sur votre compte.",
        "handover": "Notre équipe vous aidera volontiers en personne.",
        "refusal": "Nous ne pouvons pas vous aider sur ce point. Notre équipe le pourra.",
        "interrupted": "La réponse a été interrompue. Veuillez reposer votre question.",
    },
    ("de", "relaxed", "we"): {
        "greeting": "Hallo und willkommen bei {name}. Wie können wir dir helfen?",
        "welcome": "Gern geschehen. Können wir dir sonst noch helfen?",
        "itself": (
            "Hier antwortet der automatische Assistent von {name}, kein Mensch. Er sagt, was der"
            " Shop sagt; unser Team ist da, wenn du jemanden brauchst."
        ),
        "not_found": "Das wissen wir hier leider nicht. Unser Team hilft dir gern weiter.",
        "sign_in": "Das sehen wir nach, sobald du angemeldet bist. Frag uns dann noch einmal.",
        "no_orders": "Wir finden diese Bestellung nicht in deinem Konto.",
        "handover": "Unser Team hilft dir gern persönlich weiter.",
        "refusal": "Dabei können wir hier leider nicht helfen. Unser Team hilft dir gern.",
        "interrupted": "Entschuldige, die Antwort brach ab. Frag uns bitte noch einmal.",
    },
    ("de", "formal", "we"): {
        "greeting": "Guten Tag und willkommen bei {name}. Wie können wir Ihnen helfen?",
        "welcome": "Gern geschehen. Können wir Ihnen sonst noch helfen?",
        "itself": (
            "Hier antwortet der automatische Assistent von {name}, kein Mensch. Er sagt, was der"
            " Shop sagt; unser Team ist da, wenn Sie jemanden brauchen."
        ),
        "not_found": "Das wissen wir hier leider nicht. Unser Team hilft Ihnen gern weiter.",
        "sign_in": (
            "Das sehen wir nach, sobald Sie angemeldet sind. Bitte fragen Sie uns dann noch einmal."
        ),
        "no_orders": "Wir finden diese Bestellung nicht in Ihrem Konto.",
        "handover": "Unser Team hilft Ihnen gern persönlich weiter.",
        "refusal": "Dabei können wir hier leider nicht helfen. Unser Team hilft Ihnen gern.",
        "interrupted": "Leider brach die Antwort ab. Bitte fragen Sie uns noch einmal.",
    },
}

OFFERS: Mapping[tuple[str, str], Phrases] = {
    ("en", "plain"): {
        "offer": "Here is what we have:",
        "nearest_offer": "Nothing of ours is quite that. These come closest:",
    },
    ("en", "relaxed"): {
        "offer": "Here's what we've got:",
        "nearest_offer": "Nothing quite like that here, but these come close:",
    },
    ("en", "formal"): {
        "offer": "We have the following:",
        "nearest_offer": "We have nothing that matches this exactly. The following come closest:",
    },
    ("fr", "relaxed"): {
        "offer": "Voici ce que nous avons :",
        "nearest_offer": "Rien de tout à fait semblable, mais voici ce qui s'en approche :",
    },
    ("fr", "formal"): {
        "offer": "Voici ce que nous vous proposons :",
        "nearest_offer": "Aucun article ne correspond exactement. Voici ce qui s'en approche :",
    },
    ("de", "relaxed"): {
        "offer": "Das haben wir da:",
        "nearest_offer": "Genau das haben wir nicht. Am nächsten kommt:",
    },
    ("de", "formal"): {
        "offer": "Das können wir Ihnen anbieten:",
        "nearest_offer": "Genau das führen wir nicht. Am nächsten kommt:",
    },
}
"""Said before a list of products, by language and manner."""

WAITS: Mapping[tuple[str, str], Phrases] = {
    ("en", "plain"): {
        "person_now": "Someone will answer you here shortly.",
        "person_later": "Someone will answer you here from {{when}}.",
        "person_there": "Someone from our team is here and will answer you.",
    },
    ("en", "relaxed"): {
        "person_now": "Someone will be with you here soon.",
        "person_later": "Someone will get back to you here from {{when}}.",
        "person_there": "Someone from our team is here and will answer you.",
    },
    ("en", "formal"): {
        "person_now": "A member of our team will reply to you here shortly.",
        "person_later": "A member of our team will reply to you here from {{when}}.",
        "person_there": "A member of our team is present and will reply to you.",
    },
    ("fr", "relaxed"): {
        "person_now": "Quelqu'un va te répondre ici sous peu.",
        "person_later": "Quelqu'un te répondra ici, à partir de {{when}}.",
        "person_there": "Quelqu'un de notre équipe est là et va te répondre.",
    },
    ("fr", "formal"): {
        "person_now": "Un membre de notre équipe vous répondra ici sous peu.",
        "person_later": "Un membre de notre équipe vous répondra ici, à partir de {{when}}.",
        "person_there": "Un membre de notre équipe est présent et va vous répondre.",
    },
    ("de", "relaxed"): {
        "person_now": "Gleich antwortet dir hier jemand.",
        "person_later": "Hier antwortet dir jemand, ab {{when}}.",
        "person_there": "Jemand aus unserem Team ist da und antwortet dir.",
    },
    ("de", "formal"): {
        "person_now": "In Kürze antwortet Ihnen hier jemand.",
        "person_later": "Hier antwortet Ihnen jemand, ab {{when}}.",
        "person_there": "Jemand aus unserem Team ist da und antwortet Ihnen.",
    },
}
"""Said of the people who answer, by language and manner."""


def spoken_language(language: str) -> str:
    """English, where the language has no phrases."""
    return language if any(each[0] == language for each in BY_MANNER) else "en"


def phrases_for(language: str, manner: str, person: str) -> list[Phrases]:
    """The nearest there are first, then the language's others, for what those may not say.

    Other languages than English have “we” alone and no plain manner; where a language has none at
    all, English is spoken.
    """
    known = spoken_language(language)
    spoken = "I" if person == "either" and manner != "plain" else person

    def distance(key: tuple[str, str, str]) -> tuple[bool, bool, bool]:
        return (key[2] != spoken and known == "en", key[1] != manner, key[1] != "formal")

    keys = sorted((key for key in BY_MANNER if key[0] == known), key=distance)
    return [{**BY_MANNER[key], **OFFERS[key[:2]], **WAITS[key[:2]]} for key in keys]
