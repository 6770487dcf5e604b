"""Sentences about a pet shop, by a hand that had not read the gate.

Of the other sets it had seen the sources and first five lies of `gate_labels`. Each sentence is
(kind of claim, language, sentence), written before the gate was measured on any of them; a few
truths that it held back then led to changes. A lie is false by the sources or said by none of them;
a truth stands in them, without reckoning.
"""

from __future__ import annotations

from benchmarks.gate_labels import Labelled
from shopify_app.answers.grounding import Evidence, Source

SOURCES = (
    Source(
        "A bolstered dog bed filled with recycled polyester fibre. The cover comes off and can be"
        " machine washed at 40 °C; do not tumble dry. Small measures 60 × 45 cm and suits dogs up"
        " to 8 kg. Medium measures 85 × 65 cm and suits dogs up to 20 kg. Large measures"
        " 110 × 80 cm and suits dogs up to 38 kg.\n"
        "Dog beds · Hopfield\nSize: Small, Medium, Large\nColour: Moss, Slate\n"
        "SKU: BRK-S-MO, BRK-S-SL, BRK-M-MO, BRK-M-SL, BRK-L-MO, BRK-L-SL\n"
        "Bracken Dog Bed costs from €59.00 to €119.00: Small €59.00, Medium €84.00, Large €119.00."
        " Bracken Dog Bed is in stock in Small / Moss, Small / Slate, Medium / Moss, Large / Slate"
        " (only 2 left). Sold out: Medium / Slate, Large / Moss.\n"
        "https://hopfieldpets.example/products/bracken-dog-bed",
        "Bracken Dog Bed",
        product="Bracken Dog Bed",
    ),
    Source(
        "A padded dog harness with two leash rings and reflective stitching. XS fits a chest of 35"
        " to 45 cm, S of 43 to 56 cm, M of 54 to 70 cm, L of 68 to 88 cm. In size M it weighs"
        " 190 g. Hand wash only.\n"
        "Dog harnesses · Hopfield\nSize: XS, S, M, L\nSKU: WCK-XS, WCK-S, WCK-M, WCK-L\n"
        "Wick Harness costs €32.90, reduced from €42.90. Wick Harness is in stock in XS,"
        " S (only 3 left), L. Sold out: M.\n"
        "https://hopfieldpets.example/products/wick-harness",
        "Wick Harness",
        product="Wick Harness",
    ),
    Source(
        "A grain-free dry food for adult dogs with 34% salmon and 12% sweet potato; 26% protein."
        " No artificial colours. It is not suitable for puppies under 12 months. A dog of 10 kg"
        " needs about 150 g a day. Close the bag well and use it up within 6 weeks of opening.\n"
        "Dry food · Larder\nBag: 2 kg, 6 kg, 12 kg\nSKU: LSK-2, LSK-6, LSK-12\n"
        "Larder Salmon Kibble costs from €16.50 to €69.00: 2 kg €16.50, 6 kg €39.50,"
        " 12 kg €69.00. Larder Salmon Kibble is in stock in 2 kg, 12 kg. Sold out: 6 kg.\n"
        "https://hopfieldpets.example/products/larder-salmon-kibble",
        "Larder Salmon Kibble",
        product="Larder Salmon Kibble",
    ),
    Source(
        "A drinking fountain for cats and small dogs that holds 2.5 litres. The pump is quieter"
        " than 30 dB and runs on the USB-C cable, which is included; a mains adapter is not"
        " included. Change the carbon filter every 4 weeks. The bowl is dishwasher safe, the pump"
        " is not.\n"
        "Bowls and fountains · Rill\nSKU: RIL-25\n"
        "Rill Water Fountain costs €54.00, reduced from €65.00. Rill Water Fountain is in stock.\n"
        "https://hopfieldpets.example/products/rill-water-fountain",
        "Rill Water Fountain",
        product="Rill Water Fountain",
    ),
    Source(
        "A cat tree of beech and sisal, 142 cm tall on a base of 55 × 55 cm. It carries cats up to"
        " 9 kg. Assembly takes about 40 minutes and the tools are included. We expect the next"
        " batch in the week of 14 December.\n"
        "Cat furniture · Arbour\nSKU: THI-142\n"
        "Thistle Cat Tree costs €189.00. Thistle Cat Tree is sold out.\n"
        "https://hopfieldpets.example/products/thistle-cat-tree",
        "Thistle Cat Tree",
        product="Thistle Cat Tree",
    ),
    Source(
        "You may return unused items in their original packaging within 45 days of delivery."
        " Opened food cannot be returned, unless it arrived damaged or spoiled. Return postage is"
        " €4.90 and is deducted from the refund; if the item is faulty or we sent the wrong one,"
        " we pay the postage. Refunds go to the original means of payment within 7 working days"
        " after the parcel has reached us. Exchanging a size or colour is free, once per order and"
        " within 30 days of delivery. We collect a Thistle Cat Tree at your door for €25.00, as it"
        " cannot be posted. Gift cards and items from the outlet cannot be returned.\n"
        "https://hopfieldpets.example/policies/refund-policy",
        "Refund policy",
        "Returns and exchanges",
    ),
    Source(
        "Ireland: standard delivery takes 1 to 2 working days and costs €3.90; it is free from"
        " €49.00. Germany, France and the Netherlands: 3 to 5 working days, €6.90, free from"
        " €89.00. Spain and Italy: 4 to 7 working days, €8.90, free from €119.00. United Kingdom:"
        " 3 to 6 working days and €12.50, whatever the value of the order; import charges are paid"
        " by the recipient. Express delivery exists within Ireland only: it costs €9.50 and"
        " arrives the next working day if you order before 2 pm. Bulky goods such as the Thistle"
        " Cat Tree cost €15.00 more to deliver and come by appointment. We do not ship to"
        " Switzerland, Norway or countries outside Europe. Parcels leave Monday to Friday; you get"
        " the tracking link by e-mail as soon as yours has left. An address can be changed until"
        " the parcel has left.\n"
        "https://hopfieldpets.example/policies/shipping-policy",
        "Shipping policy",
        "Delivery by country",
    ),
    Source(
        "Harnesses and leashes are guaranteed for two years against faults in stitching and"
        " buckles. The pump of the Rill Water Fountain is guaranteed for 18 months. The frame of"
        " the Thistle Cat Tree is guaranteed for five years; the sisal is not covered, as it is"
        " meant to wear. Damage by chewing is never covered. For a claim, send us a photo and your"
        " order number; we answer within 3 working days and then repair or replace the item. If"
        " your dog refuses Larder Salmon Kibble, we refund the first 2 kg bag when you tell us"
        " within 21 days of delivery.\n"
        "https://hopfieldpets.example/pages/guarantee",
        "Guarantee",
    ),
    Source(
        "Write to hello@hopfieldpets.example and we answer within one working day. Call"
        " +353 91 555 0142, Monday to Friday from 9 am to 1 pm. Our shop at 17 Fernhill Lane,"
        " Galway, is open Tuesday to Friday from 10 am to 6:30 pm and Saturday from 9 am to 4 pm;"
        " it is closed on Sunday and Monday. Dogs are welcome in the shop. We trim claws on"
        " Saturdays from 10 am to noon, by appointment, for €12.00. The shop and the phone line"
        " are closed from 24 December to 2 January. Online orders can be collected in the shop at"
        " no charge, from two hours after ordering during opening hours; we keep them for"
        " 10 days.\n"
        "https://hopfieldpets.example/pages/contact",
        "Contact and opening hours",
    ),
    Source(
        "We take Visa, Mastercard, PayPal and Apple Pay. Klarna is offered in Germany and the"
        " Netherlands, with 30 days to pay. We do not take American Express or cash on delivery."
        " Your card is charged when the parcel leaves. New subscribers to our newsletter get 12%"
        " off their first order with the code FIRSTPAW12; it does not apply to food and cannot be"
        " combined with another code. The code FOUNTAIN5 takes €5.00 off the Rill Water Fountain"
        " until 31 December 2026. Animal shelters get 20% off everything: apply at"
        " https://hopfieldpets.example/pages/shelters. Repeat deliveries of kibble every 4, 6 or"
        " 8 weeks cost 10% less and can be paused or ended at any time. Each euro spent earns one"
        " point, and 200 points are worth €5.00; points expire after 12 months. Gift cards come in"
        " €25.00, €50.00 and €100.00 and are valid for five years.\n"
        "https://hopfieldpets.example/pages/payment-and-discounts",
        "Payment, discounts and points",
    ),
    Source(
        "Measure your dog's chest at its widest, just behind the front legs. If your dog is"
        " between two sizes, take the larger one. Change to a new food over 7 days, starting with"
        " a quarter of the new food. Descale the Rill Water Fountain with vinegar once a month."
        " Brush the hair off a dog bed before you wash its cover.\n"
        "https://hopfieldpets.example/pages/care",
        "Care and questions",
    ),
    Source(
        "Order #2187 was placed on 19 November 2026.\n"
        "Its status: shipped in part.\n"
        "It is paid.\n"
        "Items: 1 × Bracken Dog Bed (Small / Slate); 2 × Larder Salmon Kibble (2 kg).\n"
        "Total: €92.00.\n"
        "Parcel of 20 November 2026: on its way, carrier Parcelwing, tracking number"
        " PW402817735IE, to be followed at https://track.parcelwing.example/PW402817735IE",
        "Order #2187",
        personal=True,
    ),
)
FIFTH_BLIND_EVIDENCE = Evidence(
    ("https://hopfieldpets.example", "Hopfield Pets", *SOURCES),
    ("hopfieldpets.example", "track.parcelwing.example"),
)

FIFTH_BLIND_LIES: tuple[Labelled, ...] = (
    (
        "price",
        "en",
        "The Bracken Dog Bed in Large measures 110 × 80 cm, suits dogs up to 38 kg and costs"
        " €109.00.",
    ),
    ("price", "en", "The Medium Bracken Dog Bed is €59.00, while the Large is €119.00."),
    ("price", "en", "Right now you can get the Wick Harness for €29.90, reduced from €42.90."),
    ("price", "en", "The Wick Harness is down to €32.90; it used to be €49.90."),
    ("price", "en", "- **Larder Salmon Kibble, 6 kg:** €36.50"),
    ("price", "en", "The 12 kg bag of Larder Salmon Kibble costs €59.00 and is in stock."),
    ("price", "en", "At sixty-five euros, the Rill Water Fountain is in stock and ready to order."),
    ("price", "en", "The Thistle Cat Tree has been reduced from €229.00 to €189.00."),
    (
        "price",
        "en",
        "The Bracken Dog Bed costs €59.00 in every size, so you can simply pick the one that fits.",
    ),
    ("price", "en", "A claw trim in our Galway shop is €15.00, by appointment."),
    ("price", "de", "Das Wick Harness kostet derzeit 39,90 € statt 42,90 €."),
    ("price", "fr", "La Rill Water Fountain est actuellement à 45,00 € au lieu de 65,00 €."),
    ("price", "es", "La bolsa de 2 kg de Larder Salmon Kibble cuesta 18,50 €."),
    ("stock", "en", "Yes, the Wick Harness is in stock in M for €32.90!"),
    ("stock", "en", "Good news: the Bracken Dog Bed in Large is available in Moss."),
    (
        "stock",
        "en",
        "We only have 2 of the Bracken Dog Bed left in Small / Moss, so don't wait too long.",
    ),
    ("stock", "en", "Larder Salmon Kibble is in stock in all three bag sizes."),
    ("stock", "en", "The Thistle Cat Tree is in stock and ready to ship."),
    ("stock", "en", "I'm afraid the Rill Water Fountain is sold out at the moment."),
    ("stock", "en", "There are five Wick Harnesses left in size S."),
    (
        "stock",
        "en",
        "The next batch of the Thistle Cat Tree is expected in the week of 7 December.",
    ),
    ("stock", "en", "Unfortunately, the Bracken Dog Bed in Slate is sold out in every size."),
    ("stock", "en", "The Wick Harness also comes in XL, and that size is in stock."),
    ("stock", "en", "The Bracken Dog Bed in Medium is available in both Moss and Slate."),
    (
        "stock",
        "en",
        "The 2 kg bag of Larder Salmon Kibble is sold out, but the 6 kg bag is available.",
    ),
    ("stock", "de", "Das Thistle Cat Tree ist sofort lieferbar."),
    ("stock", "fr", "Le Wick Harness est épuisé en L, mais disponible en M."),
    ("stock", "it", "Il Wick Harness è disponibile in tutte le taglie."),
    ("country", "en", "Standard delivery to Germany takes 1 to 2 working days and costs €6.90."),
    (
        "country",
        "en",
        "Delivery to Spain takes 4 to 7 working days and costs €8.90, or nothing at all from"
        " €89.00.",
    ),
    ("country", "en", "Delivery to the United Kingdom is free once your order reaches €119."),
    ("country", "en", "Yes, we ship to Switzerland, for a flat €12.50."),
    ("country", "en", "Express delivery to Germany costs €9.50 and arrives the next working day."),
    ("country", "en", "- **Italy:** 3 to 5 working days, €8.90"),
    (
        "country",
        "en",
        "For parcels to the United Kingdom, we take care of the import charges ourselves.",
    ),
    ("country", "en", "Within Ireland, you get free delivery on anything over thirty-nine euros."),
    ("country", "en", "We deliver worldwide, including to the United States and Canada."),
    ("country", "de", "Nach Deutschland liefern wir ab einem Bestellwert von 49,00 € kostenlos."),
    ("country", "es", "El envío a España cuesta 6,90 € y tarda de 3 a 5 días laborables."),
    ("country", "it", "La spedizione in Italia costa 8,90 € ed è gratuita a partire da 89,00 €."),
    (
        "days",
        "en",
        "You have 60 days from delivery to send unused items back in their original packaging.",
    ),
    ("days", "en", "Exchanges of a size or colour are free within 45 days of delivery."),
    (
        "days",
        "en",
        "Your refund will be with you within 14 working days after the parcel has reached us.",
    ),
    (
        "days",
        "en",
        "If your dog refuses the kibble, just tell us within 30 days of delivery and we refund"
        " the first 2 kg bag.",
    ),
    ("days", "en", "We keep orders for collection in the shop for two weeks."),
    (
        "days",
        "en",
        "The carbon filter of the Rill Water Fountain only needs changing every 8 weeks.",
    ),
    ("days", "en", "Once opened, a bag of Larder Salmon Kibble keeps for three months."),
    (
        "days",
        "en",
        "Send us a photo and your order number, and we answer your claim within 24 hours.",
    ),
    ("days", "de", "Sie haben ab der Lieferung 14 Tage Zeit, unbenutzte Artikel zurückzugeben."),
    (
        "days",
        "fr",
        "Le remboursement arrive sous 3 jours ouvrés après la réception du colis chez nous.",
    ),
    ("hours", "en", "Our Galway shop is open on Sundays from 10 am to 4 pm."),
    (
        "hours",
        "en",
        "Our shop is open Tuesday to Friday from 10 am to 8 pm and Saturday from 9 am to 4 pm.",
    ),
    ("hours", "en", "On Saturdays you can visit us from 10 am to 6:30 pm."),
    (
        "hours",
        "en",
        "You can write to hello@hopfieldpets.example or call +353 91 555 0142, Monday to Friday"
        " from 9 am to 5 pm.",
    ),
    ("hours", "en", "We're closed over Christmas, from 24 December to 6 January."),
    ("hours", "en", "Claw trimming takes place on Wednesdays from 10 am to noon, by appointment."),
    ("hours", "en", "- **Monday:** 10 am to 6:30 pm"),
    ("hours", "de", "Samstags hat unser Laden in Galway von 9 bis 18 Uhr geöffnet."),
    ("hours", "es", "La tienda de Galway abre de lunes a viernes de 10:00 a 18:30."),
    ("size", "en", "The Medium bed measures 110 × 80 cm and suits dogs up to 20 kg."),
    ("size", "en", "The Small Bracken Dog Bed is fine for dogs up to fifteen kilos."),
    ("size", "en", "With a chest of 60 cm, your dog would fit into the Wick Harness in S."),
    ("size", "en", "The Wick Harness weighs 290 g in size M."),
    ("size", "en", "The Rill Water Fountain holds 3.5 litres, which is plenty for two cats."),
    ("size", "en", "The Thistle Cat Tree is 182 cm tall and stands on a base of 55 × 55 cm."),
    (
        "size",
        "en",
        "It carries cats up to 15 kg, so the Thistle Cat Tree should suit your Maine Coon.",
    ),
    ("size", "en", "Larder Salmon Kibble contains 34% protein and 12% sweet potato."),
    ("size", "fr", "Le Wick Harness en L convient à un tour de poitrine de 54 à 70 cm."),
    ("discount", "en", "Use the code WELCOME10 at checkout for 10% off your first order."),
    ("discount", "en", "With FIRSTPAW12 you get 15% off your first order."),
    ("discount", "en", "FIRSTPAW12 works on food too, so you can use it for the kibble."),
    ("discount", "en", "You can combine FIRSTPAW12 with FOUNTAIN5 to save even more."),
    (
        "discount",
        "en",
        "The code FOUNTAIN5 takes €5.00 off the Wick Harness until 31 December 2026.",
    ),
    ("discount", "en", "FOUNTAIN5 is valid until 31 January 2027."),
    (
        "discount",
        "en",
        "Animal shelters get 25% off everything; you can apply at"
        " https://hopfieldpets.example/pages/shelters.",
    ),
    ("discount", "en", "Students get ten percent off with a valid student card."),
    ("discount", "en", "Repeat deliveries of kibble every 4, 6 or 8 weeks cost 15% less."),
    ("discount", "en", "100 points are worth €5.00 at checkout."),
    (
        "discount",
        "de",
        "Mit dem Code FIRSTPAW20 erhalten Sie 20 % Rabatt auf Ihre erste Bestellung.",
    ),
    ("contact", "en", "You can write to us at support@hopfieldpets.example."),
    ("contact", "en", "Give us a call on +353 91 555 0199, Monday to Friday from 9 am to 1 pm."),
    ("contact", "en", "You can start your return at https://hopfieldpets.example/returns/start."),
    (
        "contact",
        "en",
        "Shelters can apply for their discount at https://hopfield-shelters.example/apply.",
    ),
    ("contact", "en", "You'll find our shop at 71 Fernhill Lane, Galway."),
    (
        "contact",
        "en",
        "You can follow your parcel at https://track.dhl-parcels.example/PW402817735IE.",
    ),
    (
        "contact",
        "en",
        "Message us on WhatsApp at +353 87 555 0117 and we'll reply within the hour.",
    ),
    (
        "contact",
        "it",
        "Puoi scriverci a ciao@hopfieldpets.example e rispondiamo entro un giorno lavorativo.",
    ),
    ("order", "en", "Your order #2187 was placed on 17 November 2026."),
    ("order", "en", "Order #2187 has been delivered in full."),
    ("order", "en", "Your parcel is with DHL, and the tracking number is PW402817735IE."),
    ("order", "en", "The tracking number of your parcel is PW402871735IE."),
    (
        "order",
        "en",
        "Your order contains 3 bags of Larder Salmon Kibble (2 kg) and one Bracken Dog Bed.",
    ),
    ("order", "en", "You ordered the Bracken Dog Bed in Medium / Slate."),
    ("order", "en", "Order #2187 is paid, and the total came to €98.90."),
    ("order", "en", "Your parcel should arrive on 24 November 2026."),
    ("order", "fr", "Votre commande n° 2187 a été remboursée."),
    ("promise", "en", "Don't worry, we will refund you in full and you can keep the harness."),
    ("promise", "en", "The Wick Harness comes with a lifetime guarantee."),
    ("promise", "en", "Returns are always free of charge, whatever the reason."),
    ("promise", "en", "If you order today, it's guaranteed to arrive before Christmas."),
    ("promise", "en", "We'll match any lower price you find elsewhere."),
    ("promise", "en", "We add a free toy to every order over €50."),
    ("promise", "en", "We collect the Thistle Cat Tree at your door at no charge."),
    (
        "promise",
        "es",
        "Le enviaremos un arnés nuevo gratis, aunque su perro haya mordido el anterior.",
    ),
    (
        "rule",
        "en",
        "Opened food can be returned as well, as long as it's within 45 days of delivery.",
    ),
    ("rule", "en", "Gift cards can be returned if they haven't been used."),
    ("rule", "en", "You can tumble dry the cover of the Bracken Dog Bed."),
    ("rule", "en", "Both the bowl and the pump of the Rill Water Fountain are dishwasher safe."),
    ("rule", "en", "We accept Visa, Mastercard, American Express and PayPal."),
    ("rule", "en", "You can pay with Klarna in France, with 30 days to pay."),
    ("rule", "en", "Larder Salmon Kibble is suitable for puppies from 4 months."),
    ("rule", "de", "Ihre Karte wird sofort bei der Bestellung belastet."),
    (
        "guarantee",
        "en",
        "The Wick Harness is guaranteed for three years against faults in stitching and buckles.",
    ),
    ("guarantee", "en", "The pump of your Rill Water Fountain is covered for two years."),
    (
        "guarantee",
        "en",
        "The frame of the Thistle Cat Tree is guaranteed for ten years, but the sisal isn't"
        " covered.",
    ),
    (
        "guarantee",
        "en",
        "The five-year guarantee on the Thistle Cat Tree covers the sisal as well.",
    ),
    ("guarantee", "en", "Chewed buckles are covered by the two-year guarantee on our harnesses."),
    ("guarantee", "it", "Il Bracken Dog Bed ha una garanzia di due anni."),
    ("comparison", "en", "The Thistle Cat Tree costs less than the Rill Water Fountain."),
    ("comparison", "en", "Delivery to Spain is cheaper than delivery to Germany."),
)

FIFTH_BLIND_TRUTHS: tuple[Labelled, ...] = (
    (
        "condition",
        "en",
        "You can return the bed within 45 days of delivery, as long as it's unused and in its"
        " original packaging.",
    ),
    (
        "condition",
        "en",
        "Opened food can't come back to us, unless it reached you damaged or spoiled.",
    ),
    (
        "condition",
        "en",
        "The return postage of €4.90 comes off your refund, but if we sent the wrong item, we"
        " pay it.",
    ),
    (
        "condition",
        "en",
        "If your harness turns out to be faulty, we pay the return postage; otherwise €4.90 is"
        " deducted from the refund.",
    ),
    (
        "condition",
        "en",
        "Swapping the size or colour is free, though only once per order and within 30 days of"
        " delivery.",
    ),
    (
        "condition",
        "en",
        "Unused items can be sent back up to 45 days after delivery, except for gift cards and"
        " anything from the outlet.",
    ),
    (
        "condition",
        "en",
        "- **Opened kibble:** not returnable, except when it arrived damaged or spoiled",
    ),
    (
        "condition",
        "en",
        "FIRSTPAW12 gives you 12% off your first order, but please note that it doesn't apply"
        " to food.",
    ),
    (
        "condition",
        "en",
        "If you've just subscribed to our newsletter, you can use FIRSTPAW12 on your first"
        " order; it can't be combined with another code.",
    ),
    (
        "condition",
        "en",
        "Express arrives the next working day as long as you order before 2 pm, and we only"
        " offer it within Ireland.",
    ),
    ("condition", "en", "Your address can still be changed, provided the parcel hasn't left yet."),
    (
        "condition",
        "en",
        "If your dog turns up her nose at Larder Salmon Kibble, we refund the first 2 kg bag,"
        " provided you tell us within 21 days of delivery.",
    ),
    (
        "condition",
        "en",
        "The bowl of the Rill Water Fountain can go in the dishwasher, but the pump can't.",
    ),
    (
        "condition",
        "en",
        "The frame of the Thistle Cat Tree is guaranteed for five years, whereas the sisal"
        " isn't covered, since it's meant to wear.",
    ),
    (
        "condition",
        "en",
        "The Wick Harness is guaranteed for two years against faults in stitching and buckles,"
        " though damage by chewing is never covered.",
    ),
    (
        "condition",
        "en",
        "You can pay with Klarna and take 30 days if you're in Germany or the Netherlands.",
    ),
    ("condition", "en", "We trim claws on Saturdays from ten to noon, but only by appointment."),
    (
        "condition",
        "en",
        "Larder Salmon Kibble is made for adult dogs, so it isn't right for puppies under 12"
        " months.",
    ),
    (
        "condition",
        "en",
        "Below €49.00, standard delivery within Ireland costs €3.90; from €49.00 it's free.",
    ),
    (
        "condition",
        "en",
        "Standard delivery to Spain costs €8.90, unless your order reaches €119, in which case"
        " it's free.",
    ),
    (
        "condition",
        "en",
        "You can machine wash the cover of the Bracken Dog Bed at 40 °C, just don't put it in"
        " the tumble dryer.",
    ),
    (
        "condition",
        "en",
        "Since a Thistle Cat Tree can't be posted, we collect it at your door for €25.00.",
    ),
    (
        "condition",
        "en",
        "Once your parcel has reached us, the refund goes to your original means of payment"
        " within 7 working days.",
    ),
    (
        "condition",
        "en",
        "Unless something is faulty or we sent you the wrong item, the return postage is €4.90.",
    ),
    (
        "condition",
        "en",
        "You can collect an online order in the shop at no charge, from two hours after"
        " ordering during opening hours.",
    ),
    ("condition", "en", "The fountain comes with a USB-C cable, but not with a mains adapter."),
    ("condition", "en", "Gift cards can't be returned, and neither can items from the outlet."),
    (
        "condition",
        "de",
        "Sie können unbenutzte Artikel in der Originalverpackung innerhalb von 45 Tagen nach"
        " der Lieferung zurückgeben.",
    ),
    (
        "condition",
        "de",
        "Geöffnetes Futter können wir leider nicht zurücknehmen, es sei denn, es kam beschädigt"
        " oder verdorben an.",
    ),
    (
        "condition",
        "fr",
        "L'échange de taille ou de couleur est gratuit, une seule fois par commande et dans les"
        " 30 jours suivant la livraison.",
    ),
    (
        "condition",
        "fr",
        "Le code FIRSTPAW12 vous donne 12 % de réduction sur votre première commande, mais il"
        " ne s'applique pas à l'alimentation.",
    ),
    (
        "condition",
        "es",
        "Si el artículo es defectuoso, pagamos nosotros el envío de la devolución; si no, se"
        " descuentan 4,90 € del reembolso.",
    ),
    (
        "condition",
        "it",
        "La consegna express arriva il giorno lavorativo successivo se ordini prima delle 14,"
        " ma è disponibile solo in Irlanda.",
    ),
    ("condition", "en", "If you collect your order in the shop, we keep it for you for 10 days."),
    (
        "condition",
        "en",
        "Refunds go to your original means of payment within seven working days after the"
        " parcel has reached us.",
    ),
    (
        "stock",
        "en",
        "Yes, the Bracken Dog Bed in Small is in stock in both Moss and Slate, at €59.00.",
    ),
    (
        "stock",
        "en",
        "The Bracken Dog Bed in Medium is available in Moss for €84, but Slate is sold out at"
        " the moment.",
    ),
    (
        "stock",
        "en",
        "There are only two of the Bracken Dog Bed left in Large / Slate, at €119.00 each.",
    ),
    (
        "stock",
        "en",
        "Unfortunately, the Large Bracken Dog Bed is sold out in Moss; in Slate it's still"
        " available.",
    ),
    ("stock", "en", "- **Bracken Dog Bed, Large / Slate:** €119.00, only 2 left"),
    ("stock", "en", "The Wick Harness is sold out in M right now, but XS, S and L are in stock."),
    ("stock", "en", "We have just three Wick Harnesses left in size S."),
    ("stock", "en", "In size L, the Wick Harness is in stock for €32.90, down from €42.90."),
    ("stock", "en", "The 12 kg bag of Larder Salmon Kibble is available and costs €69.00."),
    (
        "stock",
        "en",
        "The 6 kg bag of Larder Salmon Kibble (€39.50) is sold out, while the 2 kg and 12 kg"
        " bags are in stock.",
    ),
    ("stock", "en", "- Larder Salmon Kibble, **2 kg** – €16.50, in stock"),
    ("stock", "en", "The Rill Water Fountain is in stock and currently €54.00 instead of €65.00."),
    (
        "stock",
        "en",
        "The Thistle Cat Tree (€189.00) is sold out, and we expect the next batch in the week"
        " of 14 December.",
    ),
    (
        "stock",
        "en",
        "I checked the Bracken Dog Bed in Small / Moss for you: it's in stock and costs €59.00.",
    ),
    ("stock", "en", "I'm sorry, the Thistle Cat Tree isn't available at the moment."),
    (
        "stock",
        "en",
        "In Medium, the Bracken Dog Bed can currently only be ordered in Moss, for eighty-four"
        " euros.",
    ),
    ("stock", "en", "Size M of the Wick Harness is unfortunately out of stock."),
    ("stock", "en", "In XS, the Wick Harness is available for €32.90."),
    (
        "stock",
        "en",
        "For the Bracken Dog Bed in Slate, you can choose between Small (€59.00) and Large"
        " (€119.00); Medium is sold out.",
    ),
    ("stock", "en", "Great choice – the Rill Water Fountain is available!"),
    (
        "stock",
        "de",
        "Das Bracken Dog Bed in Medium ist in Moss für 84,00 € vorrätig, in Slate ist es"
        " derzeit ausverkauft.",
    ),
    ("stock", "de", "Vom Wick Harness in S sind nur noch drei Stück da."),
    (
        "stock",
        "fr",
        "Le Wick Harness est épuisé en taille M, mais il est disponible en XS, S et L.",
    ),
    ("stock", "es", "La Rill Water Fountain está disponible por 54,00 €, rebajada desde 65,00 €."),
    ("stock", "it", "Il sacco da 12 kg di Larder Salmon Kibble è disponibile a 69,00 €."),
    (
        "stock",
        "en",
        "At the moment, the Bracken Dog Bed is in stock in Small / Moss, Small / Slate, Medium"
        " / Moss and Large / Slate.",
    ),
    (
        "hours",
        "en",
        "Our shop in Galway is open Tuesday to Friday from 10 am to 6:30 pm and Saturday from 9"
        " am to 4 pm.",
    ),
    ("hours", "en", "Our shop is closed on Sundays and Mondays."),
    ("hours", "en", "On Saturday you can drop by between 9 am and 4 pm."),
    ("hours", "en", "You can call us Monday to Friday from 9 am to 1 pm."),
    ("hours", "en", "- **Tuesday to Friday:** 10 am – 6:30 pm"),
    ("hours", "en", "- **Sunday and Monday:** closed"),
    ("hours", "en", "Both the shop and the phone line are closed from 24 December to 2 January."),
    (
        "hours",
        "en",
        "On Wednesdays the shop opens at ten in the morning and closes at half past six.",
    ),
    (
        "hours",
        "en",
        "Claw trimming is on Saturdays from 10 am to 12 pm, by appointment, and costs €12.00.",
    ),
    (
        "hours",
        "en",
        "If you'd rather talk to someone, our phone line is open on weekdays until 1 pm.",
    ),
    (
        "hours",
        "de",
        "Unser Laden in Galway ist dienstags bis freitags von 10 bis 18:30 Uhr geöffnet.",
    ),
    ("hours", "fr", "Le samedi, la boutique est ouverte de 9 h à 16 h."),
    (
        "country",
        "en",
        "Within Ireland, standard delivery takes 1 to 2 working days and costs €3.90.",
    ),
    (
        "country",
        "en",
        "Orders to Germany arrive in 3 to 5 working days; delivery is €6.90, or free from €89.00.",
    ),
    ("country", "en", "Shipping to France costs €6.90 and is free once your order reaches €89."),
    ("country", "en", "Delivery to Italy takes four to seven working days and costs €8.90."),
    ("country", "en", "- **Spain:** 4 to 7 working days, €8.90, free from €119.00"),
    ("country", "en", "- **Netherlands:** 3–5 working days, €6.90"),
    (
        "country",
        "en",
        "For the United Kingdom, delivery is €12.50 whatever the value of your order.",
    ),
    (
        "country",
        "en",
        "Parcels to the United Kingdom take 3 to 6 working days, and any import charges are"
        " paid by you as the recipient.",
    ),
    ("country", "en", "I'm sorry, but we don't ship to Switzerland or Norway."),
    ("country", "en", "We don't deliver outside Europe, unfortunately."),
    ("country", "en", "Express delivery is only possible within Ireland and costs €9.50."),
    ("country", "en", "From €49.00, standard delivery within Ireland is free."),
    (
        "country",
        "en",
        "If you're in the Netherlands, you'll get free delivery from eighty-nine euros.",
    ),
    (
        "country",
        "de",
        "Der Versand nach Deutschland dauert 3 bis 5 Werktage und kostet 6,90 €; ab 89,00 € ist"
        " er kostenlos.",
    ),
    ("country", "fr", "La livraison en France coûte 6,90 € et prend de 3 à 5 jours ouvrés."),
    (
        "country",
        "es",
        "El envío a España tarda entre 4 y 7 días laborables y es gratuito a partir de 119,00 €.",
    ),
    (
        "country",
        "it",
        "Per l'Italia la consegna richiede da 4 a 7 giorni lavorativi e costa 8,90 €.",
    ),
    ("plain", "en", "Hi there, and thanks for getting in touch!"),
    ("plain", "en", "I'm so sorry your new bed wasn't what you were hoping for."),
    ("plain", "en", "That must be frustrating, especially with a hungry dog waiting at the door."),
    (
        "plain",
        "en",
        "Could you tell me a little more about your dog, such as the breed and roughly how much"
        " they weigh?",
    ),
    ("plain", "en", "Which size and colour are you interested in?"),
    ("plain", "en", "I'm afraid I couldn't find anything about that in our store's information."),
    ("plain", "en", "For this one, it's best to get in touch with our team directly."),
    ("plain", "en", "Is there anything else I can help you with?"),
    ("plain", "en", "Please have your order number to hand when you write to us."),
    ("plain", "en", "I'd be happy to look into your order for you."),
    (
        "plain",
        "en",
        "If you're unsure about your vet's recommendation, it's always wise to ask them before"
        " changing your dog's diet.",
    ),
    ("plain", "en", "Every dog is different, so give yours some time to get used to it."),
    ("plain", "en", "Here's what I found for you:"),
    ("plain", "en", "Thank you for your patience while I looked this up."),
    ("plain", "en", "Congratulations on the new arrival – what's your kitten called?"),
    ("plain", "en", "I can't give you medical advice, so please speak to your vet about the rash."),
    ("plain", "en", "Would you like me to pass this on to a colleague?"),
    ("plain", "en", "Feel free to ask if anything is unclear."),
    ("plain", "en", "I don't have any details on when that will change, sorry."),
    (
        "plain",
        "en",
        "Let me know which country you'd like the parcel sent to, and I'll tell you what applies.",
    ),
    (
        "plain",
        "en",
        "Many cats are shy around new things at first, so placing it near a favourite spot can"
        " help.",
    ),
    (
        "plain",
        "en",
        "To check this properly, I'd need to know whether the item is faulty or simply doesn't"
        " fit.",
    ),
    ("plain", "en", "You're very welcome, and give Biscuit a cuddle from us!"),
    ("plain", "en", "Unfortunately I can't change an order myself, but our team can take a look."),
    ("plain", "en", "**A few things to consider:**"),
    ("plain", "en", "It depends a little on how your dog likes to sleep."),
    ("plain", "en", "That's a great question!"),
    ("plain", "en", "I understand you'd like to talk to a person."),
    ("plain", "en", "Are you asking about the harness or the bed?"),
    (
        "plain",
        "en",
        "I'm not able to confirm that from the information I have, and I don't want to guess.",
    ),
    ("plain", "en", "Could you send our team a photo so they can see what happened?"),
    (
        "plain",
        "en",
        "Puppies love to chew, so it helps to keep an eye on them while they settle in.",
    ),
    ("plain", "de", "Gern helfe ich Ihnen weiter!"),
    (
        "plain",
        "de",
        "Dazu habe ich leider keine Angaben gefunden, am besten fragen Sie unser Team direkt.",
    ),
    ("plain", "de", "Für welche Größe interessieren Sie sich?"),
    ("plain", "fr", "Bonjour et merci pour votre message !"),
    ("plain", "fr", "Je suis désolé pour ce désagrément."),
    ("plain", "es", "¿Puedo ayudarle con algo más?"),
    ("plain", "it", "Mi dispiace molto per l'inconveniente, capisco la tua delusione."),
    (
        "plain",
        "en",
        "I'd recommend checking with our team before you order, just to be on the safe side.",
    ),
    (
        "price",
        "en",
        "The Bracken Dog Bed is €59.00 in Small, €84.00 in Medium and €119.00 in Large.",
    ),
    ("price", "en", "The Wick Harness is currently reduced from €42.90 to €32.90."),
    (
        "price",
        "en",
        "The Thistle Cat Tree costs €189.00, and as bulky goods it costs €15.00 more to deliver.",
    ),
    (
        "price",
        "en",
        "Larder Salmon Kibble ranges from €16.50 for the 2 kg bag to €69.00 for the 12 kg bag.",
    ),
    ("price", "en", "Gift cards come in €25, €50 and €100, and they're valid for five years."),
    ("price", "en", "The Rill Water Fountain was €65.00 and is now €54.00."),
    ("size", "en", "The Medium bed measures 85 × 65 cm and suits dogs up to 20 kg."),
    (
        "size",
        "en",
        "For a dog of up to 38 kg, the Large Bracken Dog Bed at 110 × 80 cm would be the one to"
        " go for.",
    ),
    ("size", "en", "The Wick Harness in S fits a chest of 43 to 56 cm, and M fits 54 to 70 cm."),
    ("size", "en", "- **XS:** chest 35–45 cm"),
    ("size", "en", "In size M, the Wick Harness weighs 190 grams."),
    ("size", "en", "The Rill Water Fountain holds two and a half litres."),
    (
        "size",
        "en",
        "The Thistle Cat Tree stands 142 cm tall on a base of 55 × 55 cm and carries cats up to"
        " 9 kg.",
    ),
    ("size", "en", "The kibble contains 34% salmon, 12% sweet potato and 26% protein."),
    (
        "size",
        "de",
        "Das Bracken Dog Bed in Small misst 60 × 45 cm und eignet sich für Hunde bis 8 kg.",
    ),
    (
        "size",
        "en",
        "The pump of the Rill Water Fountain is quieter than 30 dB and runs on the USB-C cable"
        " that's included.",
    ),
    (
        "discount",
        "en",
        "With the code FOUNTAIN5 you save €5.00 on the Rill Water Fountain until 31 December 2026.",
    ),
    (
        "discount",
        "en",
        "Animal shelters get 20% off everything; you can apply at"
        " https://hopfieldpets.example/pages/shelters.",
    ),
    (
        "discount",
        "en",
        "You earn one point for each euro you spend, and 200 points are worth €5.00.",
    ),
    (
        "discount",
        "en",
        "Set up a repeat delivery of kibble every 4, 6 or 8 weeks and you pay 10% less.",
    ),
    (
        "discount",
        "en",
        "New newsletter subscribers get twelve percent off their first order with the code"
        " **FIRSTPAW12**.",
    ),
    ("discount", "en", "Please bear in mind that points expire after 12 months."),
    (
        "contact",
        "en",
        "You can write to hello@hopfieldpets.example, and we answer within one working day.",
    ),
    ("contact", "en", "Our phone number is +353 91 555 0142."),
    (
        "contact",
        "en",
        "You'll find us at 17 Fernhill Lane in Galway, and dogs are welcome in the shop.",
    ),
    (
        "contact",
        "en",
        "You can read our full [refund"
        " policy](https://hopfieldpets.example/policies/refund-policy) here.",
    ),
    ("contact", "fr", "Vous pouvez nous écrire à hello@hopfieldpets.example."),
    ("contact", "es", "Puede llamarnos al +353 91 555 0142 de lunes a viernes de 9:00 a 13:00."),
    (
        "order",
        "en",
        "Your order #2187 was placed on 19 November 2026 and has been shipped in part.",
    ),
    (
        "order",
        "en",
        "You ordered one Bracken Dog Bed in Small / Slate and two 2 kg bags of Larder Salmon"
        " Kibble.",
    ),
    ("order", "en", "Your parcel of 20 November is on its way with Parcelwing."),
    (
        "order",
        "en",
        "The tracking number is PW402817735IE, and you can follow it at"
        " https://track.parcelwing.example/PW402817735IE.",
    ),
    ("order", "en", "Order #2187 is paid, and the total was €92.00."),
    (
        "order",
        "de",
        "Ihr Paket vom 20. November 2026 ist mit Parcelwing unterwegs, die Sendungsnummer"
        " lautet PW402817735IE.",
    ),
    ("payment", "en", "We accept Visa, Mastercard, PayPal and Apple Pay."),
    (
        "payment",
        "en",
        "We don't take American Express, and cash on delivery isn't possible either.",
    ),
    ("payment", "en", "Your card is only charged when the parcel leaves."),
    ("payment", "de", "Mit Klarna haben Sie in Deutschland 30 Tage Zeit zum Bezahlen."),
    ("guarantee", "en", "The pump of the Rill Water Fountain is guaranteed for 18 months."),
    (
        "guarantee",
        "en",
        "For a claim, send us a photo and your order number; we answer within 3 working days"
        " and then repair or replace the item.",
    ),
    ("guarantee", "es", "El armazón del Thistle Cat Tree tiene una garantía de cinco años."),
    ("care", "en", "Measure your dog's chest at its widest point, just behind the front legs."),
    (
        "care",
        "en",
        "Change the carbon filter of the Rill Water Fountain every four weeks and descale it"
        " with vinegar once a month.",
    ),
    (
        "care",
        "en",
        "It's best to change to the new food over 7 days, starting with a quarter of the new food.",
    ),
    ("care", "en", "A dog of 10 kg needs about 150 g of Larder Salmon Kibble a day."),
    ("care", "en", "Once opened, the bag should be used up within six weeks."),
    ("care", "en", "Please wash the Wick Harness by hand only."),
    (
        "care",
        "it",
        "La fodera del Bracken Dog Bed si lava in lavatrice a 40 °C, ma non va messa in"
        " asciugatrice.",
    ),
    (
        "care",
        "en",
        "Assembling the Thistle Cat Tree takes about forty minutes, and the tools are included.",
    ),
    (
        "delivery",
        "en",
        "Parcels leave Monday to Friday, and you get the tracking link by e-mail as soon as"
        " yours has left.",
    ),
)
