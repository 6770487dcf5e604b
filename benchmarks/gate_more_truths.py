"""Truths of the kinds of sentence that the gate once held back though they are borne.

Each is (where to look, sentence): a place of `gate_demo`, or the shop of one of the blind sets,
whose variants, countries and hours are worded in more ways here. By the hand that wrote the gate.
"""

from __future__ import annotations

from benchmarks.gate_demo import evidence_for
from benchmarks.gate_fourth_blind import FOURTH_BLIND_EVIDENCE
from benchmarks.gate_third_blind import THIRD_BLIND_EVIDENCE
from shopify_app.answers.grounding import Evidence

MORE_TRUTHS: tuple[tuple[str, str], ...] = (
    # conditions before and behind
    ("returns", "If the fault is ours, we pay the postage, from anywhere."),
    ("returns", "We pay the postage if the fault is ours."),
    ("returns", "If something is faulty, tell us within 30 days of noticing and we'll repair it."),
    ("returns", "Pillows can be returned unless they have been slept on."),
    ("returns", "Unless the fault is ours, you pay the postage back from Canada and overseas."),
    ("returns", "When you return the whole order, the delivery you paid is refunded as well."),
    ("returns", "If you only keep part of the order, delivery isn't refunded."),
    ("returns", "If a present is returned by the person who received it, it becomes store credit."),
    ("returns", "Until the parcel is packed, you can cancel free of charge."),
    ("shipping", "If your parcel arrives damaged, send us a photo within 7 days of delivery."),
    ("shipping", "If an Express parcel comes late, we refund the Express charge."),
    ("shipping", "We refund the Express charge if the parcel comes late."),
    (
        "shipping",
        "If the tracking hasn't moved for 7 business days, we send it again or refund it.",
    ),
    ("shipping", "Orders placed after 1 pm leave on the next business day."),
    ("shipping", "If you order before 1 pm Eastern on a business day, it leaves the same day."),
    ("shipping", "Standard delivery goes to PO boxes, but Express doesn't."),
    ("shipping", "Express goes everywhere in the US except PO boxes."),
    ("care", "If your socks get a hole within 12 months, we replace them once."),
    ("care", "We replace your guaranteed socks once if they get a hole within 12 months."),
    ("care", "Rainwear repairs are free within 5 years of purchase; after that a patch costs $14."),
    ("care", "The first mend of a sweater is free within 5 years."),
    ("discounts", "If it gets cheaper within 14 days of your order, we credit the difference."),
    ("discounts", "Gift cards can be combined, up to 3 on one order."),
    ("discounts", "Codes can't be used on gift cards, final sale or the Sock Post."),
    ("subscription", "If you stop after being charged, that parcel still comes."),
    ("subscription", "If a payment fails, we try three times over 9 days and then pause."),
    # a rule with its exception
    ("returns", "Most things can come back within 30 days, bedding within 45 nights."),
    ("returns", "You can return anything unworn and unwashed, but not what is marked final sale."),
    (
        "returns",
        "Gift cards can't be returned, but they're topped up at once when you get a refund.",
    ),
    ("returns", "Duvets may be slept under; pillows may not."),
    (
        "returns",
        "None of the exceptions applies to faulty things, which come back whatever they are.",
    ),
    ("shipping", "Express is never free, but Standard is from $120."),
    ("shipping", "We ship to Japan, Australia and New Zealand, but food and candles stay here."),
    ("shipping", "Duties are included for Canada, but not for the UK."),
    # items of a list, without a subject
    ("shipping", "- Standard: $6.95, free from $120, 3 to 5 business days"),
    ("shipping", "- Express: $14.95, 2 business days"),
    ("shipping", "- Canada: $18.00, free from $250, 6 to 10 business days"),
    ("shipping", "- **Japan, Australia and New Zealand:** $34.00, 9 to 16 business days"),
    ("returns", "- Rainwear: 60 days, worn"),
    ("returns", "- Underwear and leggings without their seal strip"),
    ("returns", "- Gift cards"),
    ("contact", "- Tuesday to Friday: 10 am to 5:30 pm"),
    ("contact", "- Sunday and Monday: closed"),
    ("discounts", "- **Students:** 10% with a school address, up to 4 orders a year"),
    # several figures in one sentence
    ("shipping", "Standard costs $6.95 and takes 3 to 5 business days, Express $14.95 and 2."),
    ("shipping", "To Canada it's $18.00 for 6 to 10 business days, to the UK $28.00 for 8 to 14."),
    ("shipping", "Delivery is free from $120 in the US and from $250 to Canada."),
    ("shipping", "Shipping to the EU costs $28.00, and to Australia $34.00."),
    ("shipping", "It counts as lost after 7 business days in the US and after 15 elsewhere."),
    ("care", "A new cuff costs $18 and takes 2 weeks, while a new main zip is $32 and takes 3."),
    ("discounts", "Teachers and nurses get 15% all year, students 10% with a school address."),
    ("shipping", "Order by December 17 for Standard in the US and by December 21 for Express."),
    # hours and lists of days
    ("contact", "We're open on Tuesdays, Wednesdays, Thursdays and Fridays from 10 am to 5:30 pm."),
    ("contact", "We're closed on Sundays and Mondays, except on Sundays in December."),
    ("contact", "In December we also open on Sundays, from 11 am to 3 pm."),
    ("contact", "Von Dienstag bis Freitag haben wir von 10 bis 17:30 Uhr geöffnet."),
    ("contact", "Sonntags und montags ist der Laden geschlossen."),
    ("contact", "Nous sommes ouverts du mardi au vendredi de 10 h à 17 h 30."),
    ("contact", "Le dimanche et le lundi, le magasin est fermé."),
    ("contact", "Abrimos de martes a viernes de 10:00 a 17:30 y los sábados de 9:00 a 16:00."),
    ("contact", "Los lunes la tienda está cerrada."),
    ("contact", "Siamo aperti dal martedì al venerdì dalle 10 alle 17:30."),
    ("contact", "La domenica e il lunedì il negozio è chiuso."),
    # the demo store's products
    ("home", "The Enamel Mug can't go in the microwave."),
    ("rain", "Worn rainwear can come back within 60 days."),
    # other languages
    ("returns", "Regenkleidung können Sie 60 Tage lang zurückgeben, auch getragen."),
    ("returns", "Falls der Fehler bei uns liegt, übernehmen wir das Porto."),
    ("returns", "Si le défaut vient de nous, nous payons le retour."),
    (
        "shipping",
        "Falls das Paket beschädigt ankommt, schicken Sie uns innerhalb von 7 Tagen ein Foto.",
    ),
    ("shipping", "En Canadá el envío cuesta 18 USD y es gratis a partir de 250 USD."),
    ("shipping", "La spedizione in Canada costa 18 $ ed è gratuita da 250 $."),
    ("shipping", "Expressversand kostet 14,95 USD und ist nie kostenlos."),
    # the coffee roaster's variants, countries and rules
    ("coffee", "Hollow Oak Espresso ground for espresso is in stock in the 250 g bag."),
    ("coffee", "The 1 kg bag of Hollow Oak Espresso is available as whole bean only."),
    (
        "coffee",
        "The 250 g bag of Hollow Oak Espresso is available as whole bean and ground for espresso.",
    ),
    ("coffee", "Ground for filter, Hollow Oak Espresso is sold out at the moment."),
    ("coffee", "Hollow Oak Espresso costs €11.50 for 250 g and €39.00 for 1 kg."),
    ("coffee", "Only 3 of the 1 kg whole bean bags of Hollow Oak Espresso are left."),
    ("coffee", "The 250-g bag costs €11.50, the 1-kg bag €39.00."),
    ("coffee", "Der 1-kg-Beutel kostet 39,00 €, der 250-g-Beutel 11,50 €."),
    (
        "coffee",
        "The Brasswick Hand Grinder is in stock in Slate and Cream, but Copper is sold out.",
    ),
    ("coffee", "The cream Brasswick Hand Grinder is in stock, with only 1 left."),
    ("coffee", "Den Brasswick Hand Grinder gibt es in Slate und Cream, Copper ist ausverkauft."),
    ("coffee", "With the UK plug the Tarn Kettle is sold out, but with the EU plug it's in stock."),
    ("coffee", "Le Tarn Kettle avec prise EU est en stock, mais la version UK est épuisée."),
    (
        "coffee",
        "Delivery is free from €35 in Ireland, from €70 in the UK and from €80 in Germany.",
    ),
    ("coffee", "Ireland takes 1 to 2 business days, Spain and Italy 5 to 8."),
    ("coffee", "Shipping to Spain is €10.50 and never free."),
    (
        "coffee",
        "If a coffee bag arrives damaged, send a photo in 10 days and we'll send a new bag.",
    ),
    ("coffee", "If the item is faulty, we pay the return postage; otherwise it's €6.50."),
    ("coffee", "Used grinders can only be returned if they're faulty."),
    ("coffee", "The burrs have a warranty of 5 years, all other parts of 2 years."),
    (
        "coffee",
        "We're open Tuesday to Friday from 8 am to 5 pm and on Saturdays from 9 am to 4 pm.",
    ),
    ("coffee", "Siamo aperti dal martedì al venerdì dalle 8 alle 17 e il sabato dalle 9 alle 16."),
    ("coffee", "We roast on Mondays and Wednesdays."),
    ("coffee", "Orders placed before 9 am on a Monday or Wednesday leave the same day."),
    ("coffee", "Klarna is only available in Germany."),
    ("coffee", "We don't accept American Express, but you can pay by Visa."),
    ("coffee", "Your order contains two bags of Hollow Oak Espresso, 250 g, ground for espresso."),
    ("coffee", "Your order is paid and on its way."),
    ("coffee", "Your parcel has left and is on its way to you."),
    ("coffee", "Order #KL-2086 hasn't been delivered yet; it's on its way."),
    ("coffee", "I can't refund an order myself, but a colleague can help you with that."),
    ("coffee", "I can't tell from here when it will arrive."),
    ("coffee", "We can't cancel an order once it has been roasted."),
    # the music shop's
    (
        "music",
        "The Brannock Fiddle Outfit costs €280.00 in 1/2, €310.00 in 3/4 and €340.00 in 4/4.",
    ),
    ("music", "In 3/4 the Brannock Fiddle Outfit is €310.00, but it's sold out."),
    ("music", "Fiddles are covered for three years, tuners for one."),
    ("music", "The phone is answered from 11 am to 3 pm, and the shop is open from 10 am to 6 pm."),
    ("music", "With Klarna you can pay in three instalments from €150."),
    ("music", "Newsletter subscribers get €10 off a first order of €75 or more."),
    ("music", "Le paiement à la livraison n'est pas possible."),
    ("music", "La spedizione in Irlanda è gratuita da 90 €."),
    ("music", "Il punto vendita è chiuso la domenica e il lunedì."),
    ("music", "El mostrador de reparaciones solo recibe instrumentos los miércoles."),
    ("music", "Your order hasn't arrived yet, but it's on its way with GaelPost."),
    (
        "music",
        "Ihre Bestellung enthält ein Brannock Fiddle Outfit in 4/4 und zwei Kestrel Clip Tuner.",
    ),
)


def evidence_at(place: str) -> Evidence:
    shops = {"coffee": FOURTH_BLIND_EVIDENCE, "music": THIRD_BLIND_EVIDENCE}
    return shops.get(place) or evidence_for(place)
