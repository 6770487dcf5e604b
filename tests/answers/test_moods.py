"""Who wants a person, and who has had enough of us."""

import pytest

from shopify_app.answers.moods import asks_for_a_person, is_angry


@pytest.mark.parametrize(
    "text",
    [
        "Can I speak to a human?",
        "Ich möchte mit einem Menschen sprechen",
        "Kann ich bitte mit jemandem vom Kundendienst reden?",
        "Verbinden Sie mich mit einem Mitarbeiter",
        "Ich brauche einen echten Menschen",
        "Je voudrais parler à quelqu'un",
        "Est-ce que je peux parler avec un conseiller ?",
        "une vraie personne svp",
        "Quiero hablar con una persona",
        "¿Puedo hablar con un agente?",
        "Vorrei parlare con un operatore",
    ],
)
def test_who_asks_for_a_person_is_heard(text: str) -> None:
    assert asks_for_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is this jacket good for a tall person?",
        "Gibt es die Jacke auch für große Menschen?",
        "Une tente pour deux personnes ?",
        "¿Es para una persona o dos?",
        "Do you have team jerseys?",
        "Ist das Kissen mit Daunen?",
    ],
)
def test_who_only_speaks_of_people_is_not_sent_to_one(text: str) -> None:
    assert not asks_for_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is absolutely ridiculous, I want my money",
        "your service is a joke",
        "WHERE IS MY ORDER ALREADY!!",
        "Worst customer service ever",
        "I'm so fed up with waiting",
        "I will sue you",
        "never ordering from you again",
        "Das ist eine Frechheit!",
        "Abzocke, ich hole meinen Anwalt",
        "C'est inadmissible",
        "Quelle arnaque !",
        "Esto es una estafa, estafadores",
    ],
)
def test_anger_is_heard(text: str) -> None:
    assert is_angry(text)


@pytest.mark.parametrize(
    "text",
    [
        "Where is my order?",
        "My parcel has not arrived and I am a bit worried",
        "DO YOU HAVE XL?",
        "XL!",
        "Is the zip useless in the cold?",
        "Do you sell joke gifts!",
        "I am sick of winter, what is your warmest coat?",
        "Never worn wool before, is it itchy?",
        "Das Hemd ist mir zu groß!",
        "La veste est-elle chaude ?",
        "",
    ],
)
def test_what_is_only_sad_or_loud_is_not_anger(text: str) -> None:
    assert not is_angry(text)
