"""Truths of the kinds of sentence that the gate once held back though they are borne.

Each is (where to look, sentence): a place of `gate_demo`, an order in some state, or the shop of
one of the blind sets, whose variants, countries and hours are worded in more ways here. By the hand
that wrote the gate, which was mended for those it held back.
"""

from __future__ import annotations

from benchmarks.gate_demo import all_sources, evidence_for
from benchmarks.gate_fourth_blind import FOURTH_BLIND_EVIDENCE
from benchmarks.gate_third_blind import THIRD_BLIND_EVIDENCE
from shopify_app.answers.grounding import Evidence, Source

ORDERS = {
    "deliv": (
        "Order #1061 was placed on 3 March 2026.\n"
        "Its status: delivered.\n"
        "It is paid.\n"
        "Items: 1 × Tarn Crew Sweater (Oat / M); 3 × Peat Sock (Moss / L).\n"
        "Total: $154.00.\n"
        "Parcel of 4 March 2026: delivered, carrier UPS, tracking number 1Z999AA10123456784"
        ", to be followed at https://ups.example/1Z999AA10123456784"
    ),
    "prep": (
        "Order #1062 was placed on 3 March 2026.\n"
        "Its status: being prepared and not shipped yet.\n"
        "The payment is authorized and not yet taken.\n"
        "Items: 2 × Enamel Mug, 350 ml (Chalk).\n"
        "Total: $32.00."
    ),
    "canc": (
        "Order #1063 was placed on 3 March 2026.\n"
        "It was canceled on 5 March 2026 at the customer's request.\n"
        "It has been refunded.\n"
        "Items: 1 × Fulmar Rain Jacket (Moss / S).\n"
        "Total: $180.00."
    ),
    "part": (
        "Order #1064 was placed on 3 March 2026.\n"
        "Its status: shipped in part.\n"
        "It is paid.\n"
        "Items: 1 × Tarn Crew Sweater (Oat / M); 1 × Slack Tide Throw (Fog).\n"
        "Total: $238.00.\n"
        "Parcel of 4 March 2026: out for delivery, carrier DHL, tracking number 778899001122."
    ),
    "guest": (
        "Order #1065.\n"
        "Its status: on its way.\n"
        "Parcel of 4 March 2026: on its way, carrier USPS, tracking number 9400110200881234567890."
    ),
}
"""Orders in several states, worded as `orders.describing` words them."""
OF_AN_ORDER = frozenset(
    (
        "Shipping",
        "Returns and Refunds",
        "Tarn Crew Sweater",
        "Peat Sock",
        "Enamel Mug, 350 ml",
        "Fulmar Rain Jacket",
        "Slack Tide Throw",
    )
)
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
    # written after the first of these passed, before the gate was mended for the ones it held
    (
        "coffee",
        "Yes, we ship to the United States, but only coffee; customs duty is paid by you as "
        "the recipient.",
    ),
    ("coffee", "We can't ship to Switzerland or Norway, I'm afraid."),
    ("coffee", "No, unfortunately we don't deliver to Switzerland."),
    (
        "coffee",
        "Yes, you can return the kettle within 30 days as long as it's unused and in its "
        "original box.",
    ),
    ("coffee", "As coffee is roasted to order, it can't be returned."),
    ("coffee", "Coffee isn't returnable, since we roast it to order."),
    ("coffee", "Orders placed after 9 am leave on the next roasting day."),
    ("coffee", "If you order equipment only, your parcel leaves within one business day."),
    (
        "coffee",
        "On Saturday the café is open from 9 am to 4 pm; on Sundays and Mondays it's closed.",
    ),
    ("coffee", "You can call us on +353 1 555 0147 from Tuesday to Friday between 10 am and 1 pm."),
    ("coffee", "The café opens at 8 am from Tuesday to Friday and at 9 am on Saturdays."),
    ("coffee", "The Brasswick Hand Grinder has been reduced from €149.00 to €129.00."),
    ("coffee", "The Brasswick Hand Grinder was €149.00 and now costs €129.00."),
    ("coffee", "The grinder used to cost €149.00; it's €129.00 now."),
    ("coffee", "Gera Natural: 250 g, whole bean or filter, €14.40 (was €16.00)"),
    (
        "coffee",
        "- **Gera Natural** (250 g): €14.40, reduced from €16.00 – in stock as whole bean and "
        "filter",
    ),
    ("coffee", "- Hollow Oak Espresso, 1 kg, whole bean: €39.00 (only 3 left)"),
    ("coffee", "- Hollow Oak Espresso, 250 g: €11.50"),
    ("coffee", "**Tarn Kettle** – €95.00, EU plug in stock, UK plug sold out"),
    (
        "coffee",
        "GRIND20 takes €20 off if you order a grinder with at least 1 kg of coffee, until 31 "
        "December 2026.",
    ),
    ("coffee", "The code GRIND20 is valid until 31 December 2026."),
    ("coffee", "You can't combine FIRSTCUP with GRIND20."),
    ("coffee", "FIRSTCUP is for the coffee in your first order and doesn't work on equipment."),
    (
        "coffee",
        "You can pause, skip or cancel your subscription up to 3 days before the next roast.",
    ),
    ("coffee", "With a subscription you pay 12% less for every bag."),
    ("coffee", "An order can be changed or cancelled until it's roasted."),
    ("coffee", "Once it's roasted, an order can't be cancelled any more."),
    (
        "coffee",
        "Delivery to Italy costs €10.50 and takes 5 to 8 business days; it's never free there.",
    ),
    ("coffee", "For Germany it's €8.90, or free from €80, and it takes 4 to 6 business days."),
    ("coffee", "To France, shipping is free if your order is €80 or more."),
    ("coffee", "In Ireland, orders of €35 or more ship free; below that it's €4.00."),
    ("coffee", "Drops and normal wear aren't covered by the warranty, nor is limescale."),
    ("coffee", "The 5-year warranty is on the burrs only; other parts are covered for 2 years."),
    ("coffee", "Der Kaffee wird auf Bestellung geröstet und kann nicht zurückgegeben werden."),
    ("coffee", "Der Tarn Kettle ist mit EU-Stecker auf Lager, mit UK-Stecker ausverkauft."),
    ("coffee", "Nach Deutschland kostet der Versand 8,90 € und ist ab 80 € kostenlos."),
    ("coffee", "In die Schweiz liefern wir leider nicht."),
    (
        "coffee",
        "Geöffnet ist dienstags bis freitags von 8 bis 17 Uhr und samstags von 9 bis 16 Uhr.",
    ),
    ("coffee", "Die 1-kg-Packung gibt es nur noch als ganze Bohne."),
    ("coffee", "La livraison en France coûte 8,90 € et elle est gratuite à partir de 80 €."),
    ("coffee", "Le café est ouvert du mardi au vendredi de 8 h à 17 h et le samedi de 9 h à 16 h."),
    ("coffee", "Nous ne livrons ni en Suisse ni en Norvège."),
    (
        "coffee",
        "Le code GRIND20 offre 20 € de réduction sur un moulin commandé avec au moins 1 kg de "
        "café.",
    ),
    ("coffee", "El envío a España cuesta 10,50 € y tarda de 5 a 8 días laborables."),
    ("coffee", "No aceptamos American Express ni pago contra reembolso."),
    ("coffee", "El café abre de martes a viernes de 8:00 a 17:00 y los sábados de 9:00 a 16:00."),
    ("coffee", "La garanzia copre 5 anni le macine e 2 anni tutte le altre parti."),
    ("coffee", "Non spediamo in Svizzera né in Norvegia."),
    ("coffee", "Accettiamo Visa, Mastercard, PayPal e Apple Pay, ma non American Express."),
    ("music", "Strings and reeds that have been opened can't be sent back."),
    ("music", "Return shipping costs €8.00, which we take off your refund."),
    ("music", "If you send something back, €8.00 for return shipping is taken off the refund."),
    ("music", "After the first six months, a check-up costs €35.00."),
    ("music", "The first check-up is free within 6 months of purchase; after that it's €35.00."),
    ("music", "Cajons have a surcharge of €12.00 because they travel by courier."),
    ("music", "Delivery to Germany costs €14.50 and takes 5 to 8 working days."),
    ("music", "We don't ship to Japan, since we don't deliver outside Europe."),
    ("music", "Delivery within Ireland is €5.95, or free for orders of €90 or more."),
    (
        "music",
        "SESSION15 gives you 15% off strings and accessories, and it's valid until 31 January "
        "2027.",
    ),
    ("music", "SESSION15 doesn't apply to gift cards and can't be combined with FIRSTTUNE."),
    ("music", "Students get 8% off instruments, but only in the shop and not online."),
    ("music", "With FIRSTTUNE, newsletter subscribers save €10 on a first order of at least €75."),
    ("music", "The half-size and full-size fiddles are in stock, but the 3/4 is sold out."),
    ("music", "The 1/2 is €280.00, the 3/4 €310.00 and the 4/4 €340.00."),
    ("music", "- 1/2: €280.00, in stock"),
    ("music", "- 3/4: €310.00, sold out"),
    ("music", "- Phone: Tuesday to Friday, 11 am to 3 pm"),
    (
        "music",
        "The Larkfield Concert Ukulele is reduced from €159.00 to €129.00 and available in "
        "Natural and Teal.",
    ),
    ("music", "From Tuesday to Friday the shop is open from 10 to 6, on Saturday from 10 to 4."),
    ("music", "You can bring your instrument to the repair counter on Wednesdays."),
    ("music", "We're closed on Sundays, Mondays and from 24 December to 2 January."),
    ("music", "Der Laden ist sonntags und montags geschlossen."),
    ("music", "Die Lieferung nach Deutschland dauert 5 bis 8 Werktage und kostet 14,50 €."),
    ("music", "Auf Flöten und Stimmgeräte gibt es ein Jahr Garantie."),
    ("music", "Le mercredi, le comptoir de réparation accepte les instruments."),
    ("music", "Il sabato il negozio è aperto dalle 10 alle 16."),
    ("music", "I codici non si possono combinare e non valgono per le carte regalo."),
    ("music", "No enviamos fuera de Europa."),
    (
        "music",
        "Los estudiantes tienen un 8 % de descuento en instrumentos en la tienda, pero no en "
        "línea.",
    ),
    ("music", "Order #20417 was placed on 19 November 2026 and comes to €377.80."),
    ("music", "Your parcel left on 20 November with GaelPost."),
    ("music", "Your order has been paid and shipped."),
    (
        "music",
        "I'm sorry, I can't refund an order or change it, but I can pass you on to a colleague.",
    ),
    (
        "music",
        "I can't promise a delivery date, but it usually takes 5 to 8 working days to the EU.",
    ),
    ("music", "We'd be happy to set up your fiddle; every fiddle is set up before it leaves."),
    ("returns", "You can send back worn rainwear within 60 days, but socks must be unworn."),
    ("returns", "Everything is guaranteed against faults for 2 years."),
    (
        "returns",
        "There's no restocking fee, but in the US we take $5.50 off the refund for the label.",
    ),
    ("returns", "Exchanges for another size or color are free, once per item."),
    (
        "returns",
        "Refunds to cards take up to 5 business days, while gift cards are topped up at once.",
    ),
    (
        "shipping",
        "We do ship to Norway: it costs $28.00 and takes 8 to 14 business days, duties not "
        "included.",
    ),
    ("shipping", "We don't ship to Brazil yet."),
    ("shipping", "Waxed jackets can't be shipped to Europe; they stay in North America."),
    ("shipping", "Duvets add $22.00 each outside the US, but travel at no extra charge within it."),
    ("shipping", "Nothing leaves on weekends."),
    ("discounts", "The welcome code gives 10% off a first order of $50 or more and lasts 30 days."),
    ("discounts", "Gift cards come in $25, $50, $100 and $200 and are valid for 5 years."),
    ("discounts", "Wrapping costs $6 an item, but boots, duvets and blankets only get a bow."),
    (
        "contact",
        "We have no phone, but you can write to help@example.com and get an answer within 1 "
        "business day.",
    ),
    ("contact", "Our team answers messages Monday to Friday from 8:30 am to 5 pm Eastern."),
    ("contact", "The mending counter is there on Wednesdays and Fridays from 2 pm to 5 pm."),
    ("care", "A hole in knitwear of up to 3 cm costs $12 and takes 2 weeks."),
    ("care", "Wear, moths and dogs aren't covered, but we mend such things."),
    ("subscription", "You can skip a parcel up to 3 days before you're charged."),
    ("subscription", "Each parcel costs $24.00 in the US and $31.00 to Canada."),
    ("subscription", "Sock Post parcels go out in January, April, July and October."),
    ("rain", "The Bothy Waxed Jacket must never go in the machine."),
    (
        "knitwear",
        "The Tarn Crew Sweater can be machine washed at 30 °C, the undyed one only by hand.",
    ),
    ("knitwear", "The Tarn Crew Sweater is in stock in Ink in S, M, L and XL, but not in XS."),
    ("knitwear", "Rust is sold out in XL, but Oat and Moss are in stock in all sizes."),
    ("deliv", "Your order #1061 was delivered."),
    ("deliv", "Good news: order #1061 has been delivered by UPS."),
    ("deliv", "It was placed on 3 March 2026 and sent on 4 March 2026."),
    (
        "deliv",
        "Your order contains one Tarn Crew Sweater in Oat, size M, and three pairs of Peat "
        "Socks in Moss, size L.",
    ),
    ("deliv", "You ordered a Tarn Crew Sweater (Oat, M) and three Peat Socks."),
    (
        "deliv",
        "According to the carrier, your parcel has arrived; please check with your neighbors.",
    ),
    (
        "deliv",
        "If your order hasn't arrived although it says delivered, look with the neighbors and "
        "tell us within 10 days.",
    ),
    ("deliv", "The order is paid and came to $154.00 in total."),
    ("deliv", "Ihre Bestellung #1061 wurde zugestellt."),
    (
        "deliv",
        "You can return the sweater from your order within 30 days of delivery if it's unworn.",
    ),
    ("prep", "Your order #1062 hasn't been shipped yet; it's still being prepared."),
    ("prep", "Order #1062 is being prepared, and the payment hasn't been taken yet."),
    ("prep", "You ordered two Enamel Mugs in Chalk."),
    ("prep", "Your order will be sent once it's packed."),
    ("prep", "Ihre Bestellung #1062 wird gerade vorbereitet und ist noch nicht versandt."),
    ("prep", "You will get an e-mail with the tracking number when your parcel leaves."),
    ("prep", "There is no tracking number yet because your parcel has not left."),
    ("canc", "Your order #1063 was canceled on 5 March 2026 and has been refunded."),
    ("canc", "Order #1063 has been cancelled at your request."),
    ("canc", "It was a Fulmar Rain Jacket in Moss, size S."),
    ("canc", "Su pedido #1063 fue cancelado y reembolsado."),
    ("part", "Part of your order has been shipped, and that parcel is out for delivery with DHL."),
    ("part", "Order #1064 has been shipped in part."),
    ("part", "One parcel is out for delivery; the rest of your order is still to come."),
    ("part", "Your order contains a Tarn Crew Sweater and a Slack Tide Throw in Fog."),
    ("guest", "Your order #1065 is on its way with USPS."),
    ("guest", "Your parcel is on its way; the tracking number is 9400110200881234567890."),
    ("guest", "I'm sorry your parcel is late."),
    ("guest", "I'm sorry to hear that your parcel arrived damaged."),
    ("guest", "I can't see what is in your order, but a colleague can."),
    ("coffee", "You can pay by credit card (Visa or Mastercard), PayPal or Apple Pay."),
    ("coffee", "We don't accept cash on delivery, but PayPal works."),
    ("coffee", "In Germany you can also pay with Klarna."),
    ("coffee", "Klarna können Sie in Deutschland nutzen."),
    ("coffee", "Sorry, we don't take American Express."),
    ("music", "You can pay in three instalments with Klarna, interest-free, from €150."),
    ("music", "We accept bank transfers and PayPal."),
    ("music", "Cheques and cash on delivery aren't accepted."),
    ("music", "We deliver to France within 5 to 8 working days."),
    ("music", "Yes, we ship to Germany for €14.50."),
    ("music", "We also deliver to Spain, since we ship throughout the European Union."),
    ("music", "We deliver within Europe only."),
    ("coffee", "Yes, we ship to Italy and Spain."),
    (
        "coffee",
        "We ship to Ireland, the UK, Germany, France, Austria, Spain and Italy, and coffee "
        "also to the US.",
    ),
    ("coffee", "Collecting your order at the café is free."),
    ("coffee", "If your bag is damaged, the replacement is free of charge."),
    ("coffee", "You can pick up your order at the café free of charge; we keep it for 7 days."),
    ("coffee", "The next roasting days are Monday and Wednesday."),
    ("coffee", "We're there on the phone from Tuesday to Friday, 10 am to 1 pm."),
    (
        "coffee",
        "If you order on a Thursday, your coffee leaves on the next roasting day, which is Monday.",
    ),
    (
        "coffee",
        "FIRSTCUP gives 15% off coffee, and GRIND20 takes €20 off a grinder; the two can't be "
        "combined.",
    ),
    ("coffee", "The discount of 15% is for first orders with the code FIRSTCUP."),
    (
        "coffee",
        "With the code GRIND20 the Brasswick Hand Grinder costs €20 less if you order at "
        "least 1 kg of coffee too.",
    ),
    ("coffee", "The Brasswick Hand Grinder has a warranty of 5 years on the burrs."),
    ("coffee", "The original box is needed for a return."),
    ("coffee", "You need the original box to send it back."),
    ("coffee", "Your coffee will be roasted to order."),
    ("music", "You can use SESSION15 for strings, but it can't be combined with other codes."),
    (
        "music",
        "FIRSTTUNE gives newsletter subscribers €10 off, SESSION15 gives 15% off strings and "
        "accessories.",
    ),
    ("music", "Every fiddle is set up in the workshop before it leaves."),
    ("music", "A padded gig bag is included with the Larkfield Concert Ukulele."),
    ("music", "The Brannock Fiddle Outfit includes a bow, rosin and a hard case."),
    ("music", "Collecting in Galway costs nothing, and your order is ready within two hours."),
    ("music", "Delivery within Ireland is free if you order for €90 or more."),
    ("music", "Delivery is free from €90 within Ireland."),
    ("music", "L'échange d'une taille de violon est gratuit pendant 45 jours après la livraison."),
    ("music", "Die Abholung in Galway ist kostenlos."),
    ("music", "Il cambio della misura del violino è gratuito entro 45 giorni."),
    ("music", "The repair counter is open for drop-offs on Wednesdays."),
    ("music", "The shop is open on Wednesdays from 10 am to 6 pm."),
    (
        "music",
        "On Saturdays you can visit us from 10 am to 4 pm, but the phone isn't answered then.",
    ),
    ("shipping", "We ship to Switzerland for $28.00."),
    ("shipping", "Shipping to Canada is free from $250."),
    ("shipping", "Standard shipping is free for US orders of $120 or more."),
    ("shipping", "Redirecting the parcel is free until it's packed; after that it costs $7.00."),
    ("returns", "Exchanges are free, once per item."),
    ("returns", "Return postage is on us if the fault is ours."),
    ("discounts", "Gift cards work for everything except other gift cards and the Sock Post."),
    ("subscription", "There is no fee for stopping."),
    ("knitwear", "The Tarn Crew Sweater comes in Oat, Moss, Ink and Rust."),
    ("knitwear", "The Tarn Crew Sweater costs $118.00 in every color."),
)


def evidence_at(place: str) -> Evidence:
    shops = {"coffee": FOURTH_BLIND_EVIDENCE, "music": THIRD_BLIND_EVIDENCE}
    if place in ORDERS:
        found = [each for each in all_sources() if each.title in OF_AN_ORDER]
        order = Source(ORDERS[place], "Order", personal=True)
        return Evidence((*found, order), ("ups.example",))
    return shops.get(place) or evidence_for(place)
